// A long list of boxes in which one searches by any part of a name. What is ticked stays in sight.

/** @param {string} text */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** @param {Element} list */
function equip(list) {
  const search = /** @type {HTMLInputElement} */ (list.querySelector("input[type=search]"));
  const none = /** @type {HTMLElement} */ (list.querySelector("[data-part=none]"));
  const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("li")]);

  const filter = () => {
    const wanted = fold(search.value.trim());
    for (const row of rows) {
      row.hidden = !fold(row.textContent).includes(wanted) && !row.querySelector(":checked");
    }
    none.hidden = rows.some((row) => !row.hidden);
  };

  /** @type {HTMLElement} */ (search.parentElement).hidden = false;
  search.addEventListener("input", filter);
  // Enter would save the whole form.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

/** @param {ParentNode} root */
export function searchChoices(root) {
  for (const list of root.querySelectorAll("[data-behaviour='filter-choices']")) equip(list);
}

searchChoices(document);
