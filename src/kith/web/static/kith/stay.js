// How long a text was looked at, and whether its end was on the screen: told once, on leaving.
"use strict";
(() => {
  const IDLE = 120; // seconds without a sign of life after which nobody is reading
  const end = document.getElementById("end");
  if (!end) return;
  let seconds = 0, told = 0, quiet = 0, seen = false, ended = false;

  for (const name of ["scroll", "keydown", "pointermove", "pointerdown"]) {
    document.addEventListener(name, () => { quiet = 0; }, { passive: true });
  }
  setInterval(() => {
    quiet += 1;
    if (!document.hidden && quiet <= IDLE) seconds += 1;
  }, 1000);
  new IntersectionObserver((all) => {
    seen = seen || all.some((one) => one.isIntersecting);
  }).observe(end);

  // Another text took its place: that one has an end of its own.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "words") seen = ended = false;
  });

  function tell() {
    const { least } = document.getElementById("words").dataset;
    const reached = seen && seconds >= Number(least);
    if (seconds === told && (ended || !reached)) return;
    const form = new FormData();
    form.set("seconds", seconds - told);
    if (reached) form.set("ended", "yes");
    form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    navigator.sendBeacon(end.dataset.stay, form);
    told = seconds;
    ended = reached;
  }
  document.addEventListener("visibilitychange", () => { if (document.hidden) tell(); });
  window.addEventListener("pagehide", tell);
})();
