// Shortens the way on forms: says that something takes a while, fills in what the browser knows.
"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];

  // A form that takes a while says so where its words are announced.
  const busy = (form, on) => {
    const place = form.querySelector("[data-busy]");
    if (place) place.textContent = on ? place.dataset.busy : "";
  };
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented || event.target.matches("[hx-get], [hx-post]")) {
      busy(event.target, true);
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) busy(form, false);
  });
  // Coming back to a page that the browser kept: nothing is under way any more.
  window.addEventListener("pageshow", () => all("form").forEach((form) => busy(form, false)));

  // What arrived takes the focus, so that everybody is told.
  document.addEventListener("htmx:afterSettle", (event) => {
    const here = event.target.querySelector("[data-arrive]");
    if (here) here.focus({ preventScroll: true });
  });

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const field of all("[data-time-zone]")) if (!field.value && zone) field.value = zone;

  // A private address is easy to take along.
  for (const button of all("[data-copies]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      button.textContent = button.dataset.done;
    });
  }
  for (const field of all("[data-selects]")) field.addEventListener("focus", () => field.select());

  // Better to hear it before the way than after it.
  for (const field of all("input[type=file][data-most]")) {
    field.addEventListener("change", () => {
      const large = field.files[0] && field.files[0].size > Number(field.dataset.most);
      field.setCustomValidity(large ? field.dataset.tooLarge : "");
      if (large) field.reportValidity();
    });
  }
})();
