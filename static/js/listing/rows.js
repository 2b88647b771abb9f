// The rows of a list and the one on which the keys are.

/** @typedef {ReturnType<typeof makeCursor>} Cursor */

/** @param {HTMLElement} listing */
export function makeCursor(listing) {
  /** @type {NodeListOf<HTMLTableRowElement>} */
  const all = listing.querySelectorAll("tbody tr");
  const rows = [...all].filter((row) => row.querySelector("a"));
  let here = -1;

  /** @param {number} place */
  function put(place) {
    rows[here]?.classList.remove("is-here");
    here = place;
    rows[here]?.classList.add("is-here");
    rows[here]?.scrollIntoView({ block: "nearest" });
  }

  return {
    rows,
    get place() {
      return here;
    },
    get row() {
      return rows[here];
    },
    put,
    /** @param {number} step */
    go(step) {
      if (!rows.length) return;
      put(Math.min(Math.max(here + step, 0), rows.length - 1));
      rows[here]?.querySelector("a")?.focus({ preventScroll: true });
    },
  };
}
