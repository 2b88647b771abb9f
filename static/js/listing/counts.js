// The numbers in a menu of a list are asked for when it opens: the page itself does not wait for
// them. Attach to the menu with data-counts, the URL; each number goes where data-count names it.

/** @param {HTMLDetailsElement} menu */
async function fill(menu) {
  const answer = await fetch(menu.dataset.counts ?? "").catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  /** @type {Record<string, string>} */
  const counts = await answer.json().catch(() => ({}));
  for (const place of menu.querySelectorAll("[data-count]")) {
    if (place instanceof HTMLElement) place.textContent = counts[place.dataset.count ?? ""] ?? "";
  }
}

/** @param {HTMLElement} listing */
export function watchCounts(listing) {
  for (const menu of listing.querySelectorAll("details[data-counts]")) {
    if (menu instanceof HTMLDetailsElement) {
      menu.addEventListener("toggle", () => menu.open && fill(menu), { once: true });
    }
  }
}
