// Highlights: what is selected, or the paragraph that is being read.
"use strict";
(() => {
  const CONTEXT = 32, LONGEST = 10000;
  const BLOCKS = "p, li, blockquote, h1, h2, h3, h4, h5, h6, pre, td, th, dd, dt, figcaption";
  const pen = () => document.getElementById("pen");
  const body = () => document.getElementById("body");
  const button = () => document.getElementById("dock-highlight");

  function selected() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(body())) return null;
    const inside = document.createRange();
    inside.selectNodeContents(body());
    if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
      inside.setStart(range.startContainer, range.startOffset);
    }
    if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
      inside.setEnd(range.endContainer, range.endOffset);
    }
    return inside.toString().trim() ? inside : null;
  }

  // The one that holds the focus, else the first that begins on the screen or fills it.
  function paragraph() {
    const all = [...body().querySelectorAll(BLOCKS)]
      .filter((one) => !one.querySelector(BLOCKS) && one.textContent.trim());
    const top = (one) => one.getBoundingClientRect().top;
    const found = all.find((one) => one.contains(document.activeElement))
      || all.find((one) => top(one) >= 0 && top(one) < window.innerHeight)
      || all.filter((one) => top(one) < 0).pop();
    const range = document.createRange();
    range.selectNodeContents(found || body());
    return range.toString().trim() ? range : null;
  }

  // White space counts for nothing when words are looked for, so it is not counted here either.
  function around(range) {
    const before = document.createRange(), after = document.createRange();
    before.selectNodeContents(body());
    before.setEnd(range.startContainer, range.startOffset);
    after.selectNodeContents(body());
    after.setStart(range.endContainer, range.endOffset);
    const plain = (one) => one.toString().replace(/\s+/gu, " ");
    const letters = (text) => Array.from(text);
    return {
      exact: range.toString().slice(0, LONGEST),
      prefix: letters(plain(before).slice(-4 * CONTEXT)).slice(-CONTEXT).join(""),
      suffix: letters(plain(after).slice(0, 4 * CONTEXT)).slice(0, CONTEXT).join(""),
    };
  }

  document.addEventListener("click", (event) => {
    if (event.target !== button()) return;
    event.preventDefault();
    const range = selected() || paragraph();
    if (!range) return;
    for (const [name, text] of Object.entries(around(range))) pen().elements[name].value = text;
    window.getSelection().removeAllRanges();
    pen().requestSubmit();
  });
  // A press on the button must not take the selection away.
  document.addEventListener("mousedown", (event) => {
    if (event.target === button()) event.preventDefault();
  });
  document.addEventListener("selectionchange", () => {
    button().classList.toggle("on", Boolean(selected()));
  });

  // From words that are marked to the note beside them.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".pen");
    if (!mark || event.target.closest("a") || !window.getSelection().isCollapsed) return;
    const note = document.getElementById(`note-${mark.dataset.highlight}`);
    if (!note) return;
    note.querySelector("summary").focus();
    note.scrollIntoView({ block: "nearest" });
  });

  // Another text came, and the button that was pressed is gone: reading goes on in the text.
  let came = false;
  document.addEventListener("htmx:afterSwap", (event) => {
    came = came || event.detail.target.id === "words";
  });
  function goOn() {
    if (!came || document.activeElement !== document.body) return;
    came = false;
    body().tabIndex = -1;
    body().focus({ preventScroll: true });
  }

  function show() {
    button().hidden = false;
    goOn();
  }
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
