// One picture that waits, at its reader's wish.
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest(".picture");
  if (!button) return;
  const picture = document.createElement("img");
  picture.alt = button.dataset.alt;
  picture.tabIndex = -1;
  picture.src = button.dataset.src;
  button.replaceWith(picture);
  picture.focus();
});
