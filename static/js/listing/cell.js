// One cell of a row changed in place: its pencil, or e, lays the form of the field over the cell;
// what was saved can be undone at once. Without this script the pencil leads to a page.

import { reveal } from "./peek.js";

/** @import { Cursor } from "./rows.js" */

/**
 * @typedef {object} Answer
 * @property {boolean} [saved]
 * @property {string} [message]
 * @property {string} [undo]
 * @property {string} [html]
 * @property {string} [label]
 */

const OWN = { headers: { "X-Requested-With": "fetch" } };
const PHONE = window.matchMedia("(max-width: 48rem)");
const FIELD = "input:not([type=hidden]), select, textarea";

/**
 * @param {HTMLElement} listing
 * @param {HTMLDialogElement} editor
 * @param {Cursor} cursor
 */
export function watchCells(listing, editor, cursor) {
  /** @type {(name: string) => HTMLElement} */
  const part = (name) =>
    /** @type {HTMLElement} */ (listing.querySelector(`[data-part='cell-${name}']`));
  const said = part("said");
  /** @type {HTMLAnchorElement | null} */
  let pencil = null;
  let undo = "";

  /** @param {HTMLAnchorElement} link */
  async function open(link) {
    const answer = await ask(link.href, OWN);
    if (!answer?.html) {
      location.href = link.href;
      return;
    }
    pencil = link;
    place(link);
    show(answer);
    place(link);
  }

  /** @param {Answer} answer */
  function show(answer) {
    const parsed = new DOMParser().parseFromString(answer.html ?? "", "text/html");
    editor.replaceChildren(...parsed.body.childNodes);
    editor.setAttribute("aria-label", answer.label ?? "");
    if (!editor.open) editor.show();
    const field = editor.querySelector(FIELD);
    if (field instanceof HTMLElement) field.focus();
    if (field instanceof HTMLInputElement && field.type === "text") field.select();
  }

  // Over the cell, before it takes the focus and once its width is known; on a phone the style
  /** @param {Element} link */
  function place(link) {
    editor.style.insetBlockStart = editor.style.insetInlineStart = "";
    if (PHONE.matches) return;
    const cell = (link.closest("td, th") ?? link).getBoundingClientRect();
    const frame = (editor.parentElement ?? document.body).getBoundingClientRect();
    const free = Math.max(0, frame.width - editor.offsetWidth);
    editor.style.insetBlockStart = `${cell.top - frame.top}px`;
    const isRight = document.dir === "rtl";
    const start = isRight ? frame.right - cell.right : cell.left - frame.left;
    editor.style.insetInlineStart = `${Math.min(Math.max(0, start), free)}px`;
  }

  function close() {
    editor.close();
    pencil?.focus();
  }

  editor.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const answer = await ask(form.action, { ...OWN, method: "POST", body: new FormData(form) });
    if (!answer) form.submit();
    else if (answer.saved) await finish(answer);
    else show(answer);
  });
  editor.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!target.closest("[data-part='cell-cancel']")) return;
    event.preventDefault();
    close();
  });
  editor.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
  });

  /** @param {Answer} answer */
  async function finish(answer) {
    const row = pencil?.closest("tr");
    const column = pencil?.closest("td, th");
    const at = row && column ? [...row.children].indexOf(column) : -1;
    tell(answer);
    if (row) await refresh(row);
    const again = row?.children[at]?.querySelector("[data-part='cell']");
    if (again instanceof HTMLAnchorElement) pencil = again;
    close();
  }

  /** @param {Answer} answer */
  function tell(answer) {
    said.hidden = false;
    part("message").textContent = answer.message ?? "";
    undo = answer.undo ?? "";
    part("undo").hidden = !undo;
  }

  part("undo").addEventListener("click", async () => {
    const body = new FormData();
    /** @type {HTMLInputElement | null} */
    const token = listing.querySelector("[name=csrfmiddlewaretoken]");
    body.set("csrfmiddlewaretoken", token?.value ?? "");
    const answer = await ask(undo, { ...OWN, method: "POST", body });
    if (!answer) return location.reload();
    tell(answer);
    const row = pencil?.closest("tr");
    if (row) await refresh(row);
    cursor.row?.querySelector("a")?.focus();
  });

  listing.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest("a[data-part='cell']");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(link);
  });

  return {
    /** The cell that has the focus, or the first of the row. */
    edit() {
      const here = document.activeElement?.closest("td, th")?.querySelector("[data-part='cell']");
      const link = here ?? cursor.row?.querySelector("[data-part='cell']");
      if (link instanceof HTMLAnchorElement) open(link);
    },
  };
}

/**
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<Answer | null>}
 */
async function ask(url, options) {
  const answer = await fetch(url, options).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return answer.json().catch(() => null);
}

// The row as the list shows it now. The tick stays: scripts of the admin watch it.
/** @param {HTMLTableRowElement} row */
export async function refresh(row) {
  const answer = await fetch(location.href).catch(() => null);
  const text = (await answer?.text()) ?? "";
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.querySelector(`tr[data-peek="${CSS.escape(row.dataset.peek ?? "")}"]`);
  if (!fresh) return location.reload();
  for (const [place, cell] of [...fresh.children].entries()) {
    const old = row.children[place];
    if (old && !old.querySelector(".action-select")) old.replaceWith(cell);
  }
  reveal(row);
}
