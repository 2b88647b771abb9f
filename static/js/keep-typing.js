// What somebody types into a form is kept on the device until it is saved: a log-out, a dead
// network or a closed window loses nothing. Files and hidden fields are not kept, nor what is
// marked as private: a passport number must not lie about on a shared machine.

/**
 * A field as it is stored: its name, value, whether it is ticked, and what is chosen of several.
 * @typedef {[name: string, value: string, checked: boolean | null, chosen: string[] | null]} Kept
 */

/** @type {HTMLElement | null} */
const bar = document.querySelector("[data-behaviour='keep-typing']");
const SENT = "typing:sent";

/** @param {HTMLFormElement} form */
function fieldsOf(form) {
  return [.../** @type {Iterable<HTMLInputElement>} */ (form.elements)].filter(
    (one) =>
      one.name &&
      !("private" in one.dataset) &&
      !["hidden", "file", "password", "submit", "button"].includes(one.type),
  );
}

/**
 * @param {HTMLFormElement} form
 * @returns {Kept[]}
 */
function read(form) {
  return fieldsOf(form).map((one) => [
    one.name,
    one.value,
    one.type === "checkbox" || one.type === "radio" ? one.checked : null,
    one instanceof HTMLSelectElement && one.multiple
      ? [...one.selectedOptions].map((option) => option.value)
      : null,
  ]);
}

/**
 * @param {HTMLFormElement} form
 * @param {Kept[]} kept
 */
function write(form, kept) {
  const fields = fieldsOf(form);
  for (const [name, value, checked, chosen] of kept) {
    const found = fields.filter((one) => one.name === name);
    const field = checked === null ? found[0] : found.find((one) => one.value === value);
    if (!field) continue;
    if (checked !== null) field.checked = checked;
    else if (chosen && field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = chosen.includes(option.value);
    } else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// Saved: the page after it says so.
if (document.querySelector(".messagelist .success")) {
  const sent = sessionStorage.getItem(SENT);
  if (sent) localStorage.removeItem(sent);
}
sessionStorage.removeItem(SENT);

const form = bar?.closest("form");
if (bar && form) keepTyping(bar, form);

/**
 * @param {HTMLElement} bar
 * @param {HTMLFormElement} form
 */
function keepTyping(bar, form) {
  const key = `typing:${bar.dataset.user}:${location.pathname}`;
  const atFirst = JSON.stringify(read(form));
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  const hasErrors = document.querySelector(".errornote");
  if (kept && !hasErrors && JSON.stringify(kept.fields) !== atFirst) {
    const since = /** @type {HTMLElement} */ (bar.querySelector("[data-part='since']"));
    since.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    bar.hidden = false;
  }
  bar.querySelector("[data-part='restore']")?.addEventListener("click", () => {
    write(form, kept.fields);
    bar.hidden = true;
  });
  bar.querySelector("[data-part='discard']")?.addEventListener("click", () => {
    localStorage.removeItem(key);
    bar.hidden = true;
  });
  let waiting = 0;
  const keep = () => {
    const fields = read(form);
    if (JSON.stringify(fields) === atFirst && !hasErrors) return;
    localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), fields }));
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  });
  addEventListener("pagehide", () => {
    if (waiting) keep();
  });
  form.addEventListener("submit", () => {
    keep();
    sessionStorage.setItem(SENT, key);
  });
}
