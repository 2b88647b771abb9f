// The menus of a list. What the page did not draw of them, a link with data-part="later", is
// fetched when they open, and then their numbers: attach to the menu with data-counts, the URL;
// each number goes where data-count names it. If that fails, the link leads to the page with it.

import { orderColumns } from "../column-order.js";
import { searchChoices } from "../filter-choices.js";

/** @type {WeakMap<HTMLDetailsElement, Promise<void>>} */
const begun = new WeakMap();

/** @param {HTMLDetailsElement} menu */
async function draw(menu) {
  const later = menu.querySelector("[data-part='later']");
  const panel = later?.parentElement;
  const link = later?.querySelector("a");
  if (!panel || !link) return;
  panel.ariaBusy = "true";
  const options = { headers: { "X-Requested-With": "fetch" } };
  const answer = await fetch(link.href, options).catch(() => null);
  panel.ariaBusy = null;
  if (!answer?.ok || answer.redirected) return;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  panel.replaceChildren(...parsed.body.childNodes);
  searchChoices(panel);
  orderColumns(panel);
}

/** @param {HTMLDetailsElement} menu */
async function fill(menu) {
  if (!menu.dataset.counts) return;
  const answer = await fetch(menu.dataset.counts).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  /** @type {Record<string, string>} */
  const counts = await answer.json().catch(() => ({}));
  for (const place of menu.querySelectorAll("[data-count]")) {
    if (place instanceof HTMLElement) place.textContent = counts[place.dataset.count ?? ""] ?? "";
  }
}

/**
 * Open a menu, and return once all of it is there but its numbers.
 *
 * @param {HTMLDetailsElement} menu
 */
export async function openMenu(menu) {
  menu.open = true;
  const drawn = begun.get(menu) ?? draw(menu);
  if (!begun.has(menu)) {
    begun.set(menu, drawn);
    drawn.then(() => fill(menu));
  }
  await drawn;
}

/** @param {HTMLElement} listing */
export function watchMenus(listing) {
  for (const menu of listing.querySelectorAll("details.listing__menu")) {
    if (!(menu instanceof HTMLDetailsElement)) continue;
    menu.addEventListener("toggle", () => menu.open && openMenu(menu));
    if (menu.open) openMenu(menu);
  }
}
