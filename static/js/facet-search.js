// A filter with many values: a field above its select keeps the values that say what is typed.
// Attach to an input with data-part="facet-search" beside the select; without scripts it is hidden.

// How many values are in view while somebody types.
const IN_VIEW = 6;

/** @type {(text: string) => string} */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {HTMLInputElement} field */
function equip(field) {
  /** @type {HTMLSelectElement | null} */
  const select = field.parentElement?.querySelector("select[name='filter']") ?? null;
  if (!select) return;
  const options = [...select.options];
  field.hidden = false;
  field.addEventListener("input", () => {
    const terms = fold(field.value).split(/\s+/).filter(Boolean);
    const isHit = (/** @type {HTMLOptionElement} */ option) =>
      terms.every((term) => fold(option.text).includes(term));
    const chosen = select.selectedOptions[0];
    select.replaceChildren(...options.filter((option) => option === chosen || isHit(option)));
    select.size = terms.length ? IN_VIEW : 1;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    select.focus();
  });
}

for (const field of document.querySelectorAll("[data-part='facet-search']")) {
  if (field instanceof HTMLInputElement) equip(field);
}
