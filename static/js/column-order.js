// The columns of a list in their order: moved by buttons or by Alt with the arrows. The server
// reads the order from the number beside each, which stays for typing without this script.
// Attach to the form with data-behaviour="column-order".

/** @param {HTMLElement} form */
function order(form) {
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-part='rows']"));
  const live = /** @type {HTMLElement} */ (form.querySelector("[data-part='live']"));
  const rows = () =>
    [...list.querySelectorAll("[data-part='row']")].filter((row) => row.querySelector("input"));
  /** @type {(row: Element) => HTMLInputElement | null} */
  const place = (row) => row.querySelector("input[type='number']");

  for (const row of rows()) {
    /** @type {HTMLElement} */ (row.querySelector("[data-part='steps']")).hidden = false;
    /** @type {HTMLElement} */ (place(row)).hidden = true;
  }

  /**
   * @param {Element} row
   * @param {number} step
   */
  function move(row, step) {
    const all = rows();
    const at = all.indexOf(row);
    const other = all[at + step];
    if (!other) return;
    const focused = document.activeElement;
    if (step < 0) other.before(row);
    else other.after(row);
    rows().forEach((each, index) => {
      const field = place(each);
      if (field) field.value = String(index + 1);
    });
    if (focused instanceof HTMLElement) focused.focus();
    live.textContent = (form.dataset.wordAt ?? "").replace("{number}", String(at + step + 1));
  }

  list.addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    const row = event.target.closest("[data-part='row']");
    if (row && event.target.dataset.act) move(row, event.target.dataset.act === "up" ? -1 : 1);
  });
  list.addEventListener("keydown", (event) => {
    const row = event.target instanceof Element && event.target.closest("[data-part='row']");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(row, event.key === "ArrowUp" ? -1 : 1);
  });
}

/** @param {ParentNode} root */
export function orderColumns(root) {
  for (const form of root.querySelectorAll("[data-behaviour='column-order']")) {
    order(/** @type {HTMLElement} */ (form));
  }
}

orderColumns(document);
