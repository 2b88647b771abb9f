// A box that ticks every box of its form, and shows whether all are ticked. Without this script it
// stays hidden. Attach with data-behaviour="tick-all" to its label.

for (const label of document.querySelectorAll("[data-behaviour='tick-all']")) {
  const all = label.querySelector("input");
  const form = label.closest("form");
  if (!(label instanceof HTMLElement) || !all || !form) continue;
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = form.querySelectorAll("input[type='checkbox'][name]");
  label.hidden = boxes.length < 2;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", () => {
    all.checked = [...boxes].every((box) => box.checked);
  });
}
