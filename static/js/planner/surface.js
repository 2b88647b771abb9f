// From a point of the window to a place on the board.

import { snapped } from "./time.js";

/** @import { Board } from "./board.js" */

/**
 * @param {Board} board
 * @param {string} selector
 */
const box = (board, selector) =>
  /** @type {Element} */ (board.sheet.querySelector(selector)).getBoundingClientRect();

// → { lane, minutes, isTray, isOutside }. The lane is the nearest one; a board in Arabic begins at
// the right.
/**
 * @param {Board} board
 * @param {number} x
 * @param {number} y
 */
export function placeAt(board, x, y) {
  const tray = board.tray.getBoundingClientRect();
  const sheet = board.sheet.getBoundingClientRect();
  const isRtl = getComputedStyle(board.sheet).direction === "rtl";
  const across = (isRtl ? sheet.right - x : x - sheet.left) - box(board, ".planner__times").width;
  const down = y - sheet.top - box(board, ".planner__heads").height;
  const lane = Math.floor(across / box(board, ".planner__head").width);
  const view = board.scroller.getBoundingClientRect();
  const isTray = y >= tray.top && y < tray.bottom && x >= tray.left && x < tray.right;
  const isOnBoard =
    x >= view.left && x < view.right && y >= view.top && y < view.bottom && y < innerHeight;
  const hours = down / box(board, ".planner__time").height;
  return {
    isTray,
    isOutside: !isTray && !isOnBoard,
    lane: Math.min(Math.max(lane, 0), board.lanes.length - 1),
    minutes: snapped(board.plan.from + hours * 60),
  };
}
