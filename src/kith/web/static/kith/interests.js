// Shortens the way: an interest is dragged to the place that its buttons lead to step by step.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("put");
  const lists = all(".interests[data-weight]");
  if (!form) return;
  let held = null;

  // Every weight can be dropped upon, also one that nothing has.
  function open(yes) {
    for (const list of lists) {
      list.closest("section").hidden = !yes && !list.querySelector("[data-interest]");
    }
  }

  function unmark() {
    for (const one of all(".before, .behind")) one.classList.remove("before", "behind");
  }

  // The interest before which it would be put; none: behind all.
  const following = (list, y) => all("[data-interest]", list).find((one) => {
    const box = one.getBoundingClientRect();
    return one !== held && y < box.top + box.height / 2;
  });

  for (const row of all("[data-interest]")) row.draggable = true;
  document.addEventListener("dragstart", (event) => {
    const row = event.target.closest && event.target.closest("[data-interest]");
    if (!row) return;
    held = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.querySelector("[data-open]").textContent);
    setTimeout(() => { row.classList.add("held"); open(true); }); // else the drag ends at once
  });
  document.addEventListener("dragend", () => {
    if (held) held.classList.remove("held");
    held = null;
    unmark();
    open(false);
  });
  for (const list of lists) {
    const section = list.closest("section");
    section.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      unmark();
      const next = following(list, event.clientY);
      (next || list).classList.add(next ? "before" : "behind");
    });
    section.addEventListener("drop", (event) => {
      if (!held) return;
      event.preventDefault();
      const others = all("[data-interest]", list).filter((one) => one !== held);
      const next = following(list, event.clientY);
      form.action = held.querySelector(".ways").getAttribute("action");
      form.elements.weight.value = list.dataset.weight;
      form.elements.place.value = next ? others.indexOf(next) : others.length;
      form.requestSubmit();
    });
  }
})();
