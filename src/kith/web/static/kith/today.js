// The quiet clock of a session.
"use strict";
(() => {
  const IDLE = 180; // seconds without a sign of life after which nobody is here
  const EVERY = 30; // seconds between two words to the server
  const clock = document.querySelector("[data-clock]");

  function run() {
    const shown = clock.querySelector("[data-minutes]");
    let seconds = Number(clock.dataset.seconds), told = seconds, quiet = 0;
    for (const name of ["scroll", "keydown", "pointermove", "pointerdown"]) {
      document.addEventListener(name, () => { quiet = 0; }, { passive: true });
    }
    const plays = () => [...document.querySelectorAll("audio, video")].some((one) => !one.paused);

    function tell() {
      if (seconds === told) return;
      const form = new FormData();
      form.set("seconds", seconds - told);
      form.set("step", clock.dataset.step);
      form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      navigator.sendBeacon(clock.dataset.clock, form);
      told = seconds;
    }
    setInterval(() => {
      quiet = plays() ? 0 : quiet + 1;
      if (document.hidden || quiet > IDLE) return;
      seconds += 1;
      shown.textContent = shown.dataset.words.replace("#", Math.floor(seconds / 60));
      if (seconds - told >= EVERY) tell();
    }, 1000);
    document.addEventListener("visibilitychange", () => { if (document.hidden) tell(); });
    window.addEventListener("pagehide", tell);
  }
  if (clock) run();
})();
