// Keys of a list: / searches, f filters, j and k go down and up, x ticks, Enter opens, ? tells.
// They work only while no field has the focus, and can be switched off (WCAG 2.1.4): the choice is
// kept in this browser. Attach with data-behaviour="listing".

const SWITCH = "list-keys";

/** @type {HTMLElement | null} */
const listing = document.querySelector("[data-behaviour='listing']");

/** @param {HTMLElement} listing */
function watchKeys(listing) {
  const rows = [...listing.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a"));
  /** @type {HTMLDialogElement | null} */
  const help = listing.querySelector("dialog[data-part='keys']");
  /** @type {HTMLInputElement | null} */
  const box = listing.querySelector("[data-part='keys-switch']");
  let here = -1;

  /** @param {number} step */
  function go(step) {
    if (!rows.length) return;
    rows[here]?.classList.remove("is-here");
    here = Math.min(Math.max(here + step, 0), rows.length - 1);
    rows[here]?.classList.add("is-here");
    rows[here]?.querySelector("a")?.focus();
    rows[here]?.scrollIntoView({ block: "nearest" });
  }

  function openFilters() {
    /** @type {HTMLDetailsElement | null} */
    const filters = listing.querySelector("[data-key='f']");
    if (!filters) return;
    filters.open = true;
    filters.querySelector("select")?.focus();
  }

  function tick() {
    const box = rows[here]?.querySelector(".action-select");
    if (box instanceof HTMLInputElement) box.click();
  }

  /** @type {Record<string, () => void>} */
  const actions = {
    "/": () => /** @type {HTMLElement | null} */ (listing.querySelector("[data-key='/']"))?.focus(),
    f: openFilters,
    j: () => go(1),
    k: () => go(-1),
    x: tick,
    "?": () => help?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || isTyping(event) || localStorage.getItem(SWITCH) === "off") return;
    event.preventDefault();
    action();
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
  const field = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]";
  const isHeld = event.ctrlKey || event.metaKey || event.altKey;
  return isHeld || (event.target instanceof Element && event.target.closest(field) !== null);
}

if (listing) watchKeys(listing);
