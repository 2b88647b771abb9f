// Keys of a list: / searches, f filters, j and k go down and up, x ticks, Enter shows the row
// beside the list, e edits a cell, o opens the row, ? tells. They work only while no field has
// the focus, and can be switched off (WCAG 2.1.4): the choice is kept in this browser. Attach
// with data-behaviour="listing".

import { watchCells } from "./listing/cell.js";
import { watchDensity } from "./listing/density.js";
import { openMenu, watchMenus } from "./listing/menus.js";
import { watchForm } from "./listing/panel-form.js";
import { watchPeek } from "./listing/peek.js";
import { makeCursor } from "./listing/rows.js";
import { watchTicks } from "./listing/ticks.js";

const SWITCH = "list-keys";

/** @type {HTMLElement | null} */
const listing = document.querySelector("[data-behaviour='listing']");

/** @param {HTMLElement} listing */
function watchKeys(listing) {
  const cursor = makeCursor(listing);
  /** @type {HTMLDialogElement | null} */
  const dialog = listing.querySelector("dialog[data-part='peek']");
  const panel = dialog && watchPeek(dialog, cursor);
  if (dialog) watchForm(dialog, cursor);
  /** @type {HTMLDialogElement | null} */
  const editor = listing.querySelector("dialog[data-part='cell-editor']");
  const cells = editor && watchCells(listing, editor, cursor);
  /** @type {HTMLDialogElement | null} */
  const help = listing.querySelector("dialog[data-part='keys']");
  /** @type {HTMLInputElement | null} */
  const box = listing.querySelector("[data-part='keys-switch']");

  /** @param {number} step */
  function go(step) {
    if (panel?.isOpen()) panel.step(step);
    else cursor.go(step);
  }

  async function openFilters() {
    /** @type {HTMLDetailsElement | null} */
    const filters = listing.querySelector("[data-key='f']");
    if (!filters) return;
    await openMenu(filters);
    /** @type {HTMLElement | null} */
    const first = filters.querySelector("select, .listing__panel :is(summary, a)");
    first?.focus();
  }

  function tick() {
    const box = cursor.row?.querySelector(".action-select");
    if (box instanceof HTMLInputElement) box.click();
  }

  // Enter on a row that the keys reached; on any other link it follows the link.
  function peek() {
    const row = cursor.row;
    if (!panel || !row?.dataset.peek || document.activeElement !== row.querySelector("a")) {
      return false;
    }
    panel.openAt(cursor.place);
    return true;
  }

  /** @type {Record<string, () => unknown>} */
  const actions = {
    "/": () => /** @type {HTMLElement | null} */ (listing.querySelector("[data-key='/']"))?.focus(),
    f: openFilters,
    j: () => go(1),
    k: () => go(-1),
    x: tick,
    e: () => cells?.edit(),
    o: () => cursor.row?.querySelector("a")?.click(),
    Enter: peek,
    "?": () => help?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || isTyping(event) || localStorage.getItem(SWITCH) === "off") return;
    if (action() !== false) event.preventDefault();
  });

  if (box) {
    box.checked = localStorage.getItem(SWITCH) !== "off";
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  }
  for (const button of listing.querySelectorAll("[data-part='keys-open']")) {
    button.addEventListener("click", () => help?.showModal());
  }
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const field =
    "input:not([type=checkbox]), textarea, select, [contenteditable], dialog[data-part=keys][open]";
  const isHeld = event.ctrlKey || event.metaKey || event.altKey;
  return isHeld || (event.target instanceof Element && event.target.closest(field) !== null);
}

if (listing) {
  watchKeys(listing);
  watchDensity(listing);
  watchMenus(listing);
  watchTicks(listing);
}
