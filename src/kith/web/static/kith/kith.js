// Shortens the way: keys, the card that lists them, and word of what went wrong on the way.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const card = document.getElementById("keys");
  const stored = "kith-keys";
  let going = 0; // when g was typed

  const keysOn = () => localStorage.getItem(stored) !== "off";
  const rows = () => all("[data-row]");
  const rowHere = () => document.activeElement && document.activeElement.closest("[data-row]");

  // Real focus on the row's own link, so that everybody is told where they are.
  function move(step) {
    const list = rows();
    const at = list.indexOf(rowHere());
    const next = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step];
    if (!next) return;
    const place = next.querySelector("[data-open]") || next.querySelector("a, button");
    if (place) place.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  // What carries the key in the row in focus, else on the page outside of rows.
  function press(key) {
    const row = rowHere();
    const named = `[data-key="${CSS.escape(key)}"]`;
    const found = (row && row.querySelector(named))
      || all(named).find((one) => !one.closest("[data-row]"));
    if (found && found.matches("input, textarea")) found.focus();
    else if (found) found.click();
    return Boolean(found);
  }

  function search() {
    const field = document.querySelector("[data-search]");
    if (!field) return press("/");
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.focus();
    return true;
  }

  function original(address) {
    window.open(address, "_blank", "noopener,noreferrer");
    return true;
  }

  function go(key) {
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) link.click();
    return Boolean(link);
  }

  function act(key) {
    if (Date.now() - going < 1500) { going = 0; return go(key); }
    if (key === "g") { going = Date.now(); return true; }
    if (key === "?") { card.showModal(); return true; }
    if (key === "/") return search();
    if (key === "j" || key === "k") { move(key === "j" ? 1 : -1); return rows().length > 0; }
    const row = rowHere();
    if (key === "o" && row) return open(row);
    if (key === "v" && row && row.dataset.original) return original(row.dataset.original);
    return press(key);
  }

  function open(row) {
    const link = row.querySelector("[data-open]");
    if (link) link.click();
    return Boolean(link);
  }

  const typing = (target) => target.isContentEditable
    || /^(TEXTAREA|SELECT)$/.test(target.tagName)
    || (target.tagName === "INPUT" && !/^(button|checkbox|radio|submit)$/.test(target.type));

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!card || card.open || !keysOn() || typing(event.target) || event.key.length > 1) return;
    if (act(event.key)) event.preventDefault();
  });

  function wireCard() {
    const word = card.querySelector("[data-keys-switch]");
    const show = () => { word.textContent = keysOn() ? word.dataset.off : word.dataset.on; };
    word.addEventListener("click", () => {
      localStorage.setItem(stored, keysOn() ? "off" : "on");
      show();
    });
    show();
    for (const button of all("[data-dialog]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        document.getElementById(button.dataset.dialog).showModal();
      });
    }
  }
  if (card) wireCard();

  // A select marked so sends its form at once; without scripts its button does.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  // A second click before the first was answered is the same click: what it would undo is not lost.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (Date.now() - (sent.get(event.target) || 0) < 1000) event.preventDefault();
    else sent.set(event.target, Date.now());
  });

  // What scrolls sideways by itself can be reached and scrolled by keyboard, at every width.
  function reach() {
    for (const one of all(".body pre, .body table")) {
      if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
    }
  }
  window.addEventListener("resize", reach);
  document.addEventListener("htmx:afterSettle", reach);
  reach();

  function lost() {
    const place = document.getElementById("notices");
    const notice = document.createElement("div");
    const text = document.createElement("p");
    notice.className = "notice bad";
    text.textContent = place.dataset.lost;
    notice.append(text);
    place.replaceChildren(notice);
    place.scrollIntoView({ block: "nearest" });
  }
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, lost);
  }
})();
