// How many rows of a list are ticked, and the box that ticks all of the page. Without this script
// the bar below the list appears with the first tick all the same.

/** @param {HTMLElement} listing */
export function watchTicks(listing) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = listing.querySelectorAll("input.action-select");
  /** @type {HTMLInputElement | null} */
  const all = listing.querySelector("[data-part='tick-all']");
  const ticked = listing.querySelector("[data-part='ticked']");
  if (!ticked || !boxes.length) return;

  const show = () => {
    const count = [...boxes].filter((box) => box.checked).length;
    ticked.textContent = `${count} / ${boxes.length}`;
    if (all) all.checked = count === boxes.length;
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      show();
    });
  }
  for (const box of boxes) box.addEventListener("change", show);
  show();
}
