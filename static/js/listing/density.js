// Roomy or dense rows, remembered in this browser. Attach by data-part="density" in a list.

const ROOMY = "list-rows";

/** @param {HTMLElement} listing */
export function watchDensity(listing) {
  /** @type {HTMLLabelElement | null} */
  const label = listing.querySelector("[data-part='density']");
  const box = label?.querySelector("input");
  if (!label || !box) return;
  label.hidden = false;
  box.checked = localStorage.getItem(ROOMY) === "roomy";
  const show = () => listing.classList.toggle("listing--roomy", box.checked);
  box.addEventListener("change", () => {
    localStorage.setItem(ROOMY, box.checked ? "roomy" : "dense");
    show();
  });
  show();
}
