// Shortens the way through contacts: a file is dropped, its way is seen, and each decision leads on.
"use strict";
(() => {
  const form = document.querySelector("[data-uploads]");

  function send(event) {
    const bar = form.querySelector("progress");
    const way = new XMLHttpRequest();
    event.preventDefault();
    way.open("POST", form.action);
    way.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    bar.hidden = false;
    way.upload.addEventListener("progress", (step) => { bar.value = step.loaded / step.total; });
    way.upload.addEventListener("load", () => bar.removeAttribute("value")); // now it is read
    way.addEventListener("loadend", () => {
      const next = way.getResponseHeader("X-Go");
      if (next) { location.assign(next); return; }
      bar.hidden = true;
      document.dispatchEvent(new Event("htmx:sendError"));
    });
    way.send(new FormData(form));
  }

  if (form) {
    const field = form.querySelector("input[type=file]");
    form.addEventListener("submit", send);
    for (const name of ["dragenter", "dragover"]) {
      form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) {
      form.addEventListener(name, () => form.classList.remove("over"));
    }
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // After a decision the next contact that waits has the focus; after undoing one, that one.
  document.addEventListener("htmx:afterSettle", (event) => {
    const here = document.getElementById(event.target.id);
    if (!here || !here.matches(".contact")) return;
    let next = here;
    if (here.dataset.state !== "waiting") {
      do { next = next.nextElementSibling; } while (next && next.dataset.state !== "waiting");
    }
    (next || here).querySelector("[data-open]").focus();
  });
})();
