// Where the focus goes when a row of a list was changed in its place.
"use strict";
(() => {
  // The button that was pressed may be gone with its row: the focus stays where the row was.
  let at = -1;
  const rows = () => [...document.querySelectorAll(".plan [data-row], .rows [data-row]")];
  document.addEventListener("htmx:beforeSwap", (event) => {
    at = rows().indexOf(event.detail.target);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const active = document.activeElement;
    const row = rows()[at];
    at = -1;
    if (!row || (active && active !== document.body)) return;
    const place = row.querySelector("[data-key=u], [data-open]");
    if (place) place.focus({ preventScroll: true });
  });
})();
