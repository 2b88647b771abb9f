// Menus made of <details>: one open at a time, closed by Escape and by a press elsewhere.
// Attach with data-behaviour="menu". Without this script each opens and closes by its summary.

/** @returns {NodeListOf<HTMLDetailsElement>} */
const open = () => document.querySelectorAll("details[data-behaviour='menu'][open]");

/** @param {Node} place */
function closeOthers(place) {
  for (const menu of open()) if (!menu.contains(place)) menu.open = false;
}

document.addEventListener("pointerdown", (event) => {
  if (event.target instanceof Node) closeOthers(event.target);
});

document.addEventListener("focusin", (event) => {
  if (event.target instanceof Node) closeOthers(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary")?.focus();
  }
});
