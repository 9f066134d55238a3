// What is heard goes on where it was left; words for an entry are suggested one at a time.
"use strict";
(() => {
  const EVERY = 10000;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  function remembers(audio) {
    let told = Number(audio.dataset.place);
    let loaded = false;
    const say = (leaving) => {
      const seconds = audio.ended ? 0 : Math.floor(audio.currentTime);
      if (!loaded || seconds === told) return;
      told = seconds;
      const form = new FormData();
      form.set("seconds", seconds);
      form.set("csrfmiddlewaretoken", token());
      if (leaving) navigator.sendBeacon(audio.dataset.save, form);
      else fetch(audio.dataset.save, { method: "POST", body: form }).catch(() => { told = -1; });
    };
    audio.addEventListener("loadedmetadata", () => {
      const place = Number(audio.dataset.place);
      if (place && place < audio.duration - 5) audio.currentTime = place;
      loaded = true;
    });
    for (const name of ["pause", "ended"]) audio.addEventListener(name, () => say(false));
    setInterval(() => { if (!audio.paused) say(false); }, EVERY);
    window.addEventListener("pagehide", () => say(true));
  }

  function speeds(audio, group) {
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-speed]");
      if (!chosen) return;
      audio.defaultPlaybackRate = audio.playbackRate = Number(chosen.dataset.speed);
      for (const one of group.children) one.setAttribute("aria-pressed", String(one === chosen));
    });
  }

  for (const audio of document.querySelectorAll(".media audio")) {
    if (audio.dataset.save) remembers(audio);
    speeds(audio, audio.parentElement.querySelector(".speeds"));
  }

  // A browser suggests whole fields: put what is there already before each suggestion.
  const field = document.getElementById("tags-field");
  if (!field) return;
  const options = [...document.getElementById("tags-known").options];
  const words = options.map((one) => one.value);
  field.addEventListener("input", () => {
    const before = field.value.slice(0, field.value.lastIndexOf(",") + 1);
    options.forEach((one, n) => { one.value = before ? `${before} ${words[n]}` : words[n]; });
  });
})();
