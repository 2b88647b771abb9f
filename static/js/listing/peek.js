// The summary of a row beside the list: Enter, the button of a row or, on a wide window, a click on
// the row opens it; arrows and j, k lead on without closing it; Escape gives the focus back.
// On a narrow window it is a modal dialog over the whole of it.

/** @import { Cursor } from "./rows.js" */

/** @typedef {ReturnType<typeof watchPeek>} Panel */

const BESIDE = window.matchMedia("(min-width: 80rem)");
const OWN = "a, button, input, label, select, textarea, form form";

/**
 * @param {HTMLDialogElement} panel
 * @param {Cursor} cursor
 */
export function watchPeek(panel, cursor) {
  /** @type {(name: string) => HTMLElement} */
  const part = (name) =>
    /** @type {HTMLElement} */ (panel.querySelector(`[data-part='peek-${name}']`));
  const button = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (part(name));
  const content = part("content");
  const failed = part("failed");
  let asked = new AbortController();
  /** @type {string} */
  let opener = "a";

  /** @param {number} place */
  async function show(place) {
    cursor.put(place);
    const row = cursor.row;
    if (!row) return;
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    tell(row);
    const isNew = !panel.open;
    if (isNew) BESIDE.matches ? panel.show() : panel.showModal();
    const answer = await fetch(row.dataset.peek ?? "", { signal }).catch(() => null);
    const text = answer?.ok && !answer.redirected ? await answer.text().catch(() => null) : null;
    if (!signal.aborted) fill(row, text, isNew);
  }

  /** @param {HTMLElement} row */
  function tell(row) {
    const last = cursor.rows.length - 1;
    part("place").textContent = `${cursor.place + 1} / ${last + 1}`;
    part("said").textContent = row.querySelector("a")?.textContent ?? "";
    button("back").disabled = cursor.place === 0;
    button("on").disabled = cursor.place === last;
  }

  /**
   * @param {HTMLElement} row
   * @param {string | null} text
   * @param {boolean} isNew
   */
  function fill(row, text, isNew) {
    const hadFocus = isNew || content.contains(document.activeElement);
    failed.hidden = text !== null;
    const link = failed.querySelector("a");
    if (link) link.href = row.querySelector("a")?.href ?? "";
    const parsed = new DOMParser().parseFromString(text ?? "", "text/html");
    content.replaceChildren(...parsed.body.childNodes);
    panel.setAttribute("aria-labelledby", "peek-title");
    if (hadFocus) (content.querySelector("h2") ?? link)?.focus();
    panel.scrollTop = 0;
  }

  /** @param {number} rows */
  function step(rows) {
    const place = cursor.place + rows;
    if (place >= 0 && place < cursor.rows.length) show(place);
  }

  panel.addEventListener("close", () => {
    asked.abort();
    content.replaceChildren();
    const back = cursor.row?.querySelector(opener);
    if (back instanceof HTMLElement) back.focus();
  });
  BESIDE.addEventListener("change", () => panel.open && panel.close());
  part("back").addEventListener("click", () => step(-1));
  part("on").addEventListener("click", () => step(1));
  part("close").addEventListener("click", () => panel.close());

  document.addEventListener("keydown", (event) => {
    if (!panel.open || isElsewhere(event)) return;
    if (event.key === "Escape") panel.close();
    else if (event.key.startsWith("Arrow")) {
      const onward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      if (!/Left|Right/.test(event.key)) return;
      event.preventDefault();
      step(event.key === onward ? 1 : -1);
    }
  });

  for (const [place, row] of cursor.rows.entries()) {
    if (!row.dataset.peek) continue;
    reveal(row);
    row.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      const isButton = target.closest("[data-part='peek-open']") !== null;
      const isRow = BESIDE.matches && !target.closest(OWN) && !getSelection()?.toString();
      if (isButton || isRow) openAt(place, isButton ? "[data-part='peek-open']" : "a");
    });
  }

  /**
   * @param {number} place
   * @param {string} [from]
   */
  function openAt(place, from = "a") {
    opener = from;
    show(place);
  }

  return { openAt, step, isOpen: () => panel.open };
}

/** @param {KeyboardEvent} event */
function isElsewhere(event) {
  const field = "input:not([type=checkbox]), textarea, select, details[open]";
  const isHeld = event.ctrlKey || event.metaKey || event.altKey;
  return isHeld || (event.target instanceof Element && event.target.closest(field) !== null);
}

/** @param {Element} row */
export function reveal(row) {
  /** @type {HTMLButtonElement | null} */
  const open = row.querySelector("[data-part='peek-open']");
  if (open) open.hidden = false;
}
