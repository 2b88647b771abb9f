// The table below the board: the sessions of the day, and those without a place.

import { isUnplanned } from "./plan.js";

/** @import { Board } from "./board.js" */

// The column of what the checks say.
const SAID = 4;

/**
 * @param {string} what
 * @param {string[]} sentences
 */
function lines(what, sentences) {
  return sentences.map((sentence) => {
    const line = document.createElement("div");
    line.dataset.said = what;
    line.textContent = sentence;
    return line;
  });
}

/**
 * @param {HTMLElement} root
 * @param {Board} board
 */
export function showTable(root, board) {
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
  const [name, rows, loose] = [part("day-name"), part("rows"), part("loose-rows")];
  part("days").hidden = true;

  return function draw() {
    /** @type {HTMLButtonElement | null} */
    const tab = root.querySelector(`button[data-day="${board.day}"]`);
    name.textContent = tab?.dataset.name ?? board.day;
    const all = board.inOrder();
    const isLoose = all.map((one) => isUnplanned(board.plan, one.place));
    for (const one of all) {
      const said = [...lines("clash", one.clashes), ...lines("warning", one.warnings)];
      one.row.cells[SAID]?.replaceChildren(...said);
      one.row.hidden = !board.isShown(one, one.place) || board.filter.isAside(one);
    }
    const today = all.filter((one, at) => !isLoose[at] && one.place.day === board.day);
    rows.replaceChildren(...today.map((one) => one.row));
    loose.replaceChildren(...all.filter((_one, at) => isLoose[at]).map((one) => one.row));
  };
}
