// The board by keyboard. Without a session in hand, arrows walk from session to session.

import { STEP } from "./time.js";

/** @import { Board } from "./board.js" */
/** @import { Hand } from "./hand.js" */
/** @import { Session } from "./plan.js" */

/** @type {Record<string, [across: number, down: number]>} */
const DIRECTIONS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
/** @type {Record<string, number>} */
const DAYS = { PageUp: -1, PageDown: 1 };

/**
 * @param {Board} board
 * @param {Hand} hand
 * @param {{ turnDay: (step: number) => void }} tools
 * @param {{ go: (step: number) => void }} venues
 * @param {{ toggle: (session: Session) => void, clear: () => boolean }} selection
 */
export function listenToKeys(board, hand, { turnDay }, venues, selection) {
  const isRtl = getComputedStyle(board.root).direction === "rtl";
  const forward = isRtl ? -1 : 1;

  /** @param {KeyboardEvent} event */
  function carry(event) {
    const [across, down] = DIRECTIONS[event.key] ?? [0, 0];
    const days = DAYS[event.key];
    if (down) event.shiftKey ? hand.longer(down * STEP) : hand.later(down * STEP);
    else if (across)
      event.shiftKey ? hand.longer(across * forward * STEP) : hand.across(across * forward);
    else if (days) event.shiftKey ? venues.go(days) : hand.onDay(days);
    else if (event.key === "Escape") hand.restore();
    else if (event.key === "Enter" || event.key === " ") hand.drop();
    else if (event.key === "Tab") hand.restore();
    else return false;
    return event.key !== "Tab";
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Session} session
   */
  function walk(event, session) {
    const direction = DIRECTIONS[event.key];
    const days = DAYS[event.key];
    if (direction) board.focus(nearest(board, session, direction) ?? session);
    else if (days) event.shiftKey ? venues.go(days) : turnDay(days);
    else if (event.key === "Enter" || event.key === " ") hand.pick(session);
    // By the place of the key: it is another letter on a Russian or an Arabic keyboard.
    else if (event.code === "KeyX") selection.toggle(session);
    else if (event.key === "Escape") return selection.clear();
    else return false;
    return true;
  }

  board.root.addEventListener("keydown", (event) => {
    const session = board.sessionOf(event.target);
    if (!session || event.ctrlKey || event.metaKey || event.altKey) return;
    if (hand.isHolding ? carry(event) : walk(event, session)) event.preventDefault();
  });
}

// The session whose block is nearest in a direction: what is straight ahead counts before what is
// aside.
/**
 * @param {Board} board
 * @param {Session} session
 * @param {[across: number, down: number]} direction
 */
function nearest(board, session, [across, down]) {
  /** @type {(block: HTMLElement) => [x: number, y: number]} */
  const middle = (block) => {
    const { left, right, top } = block.getBoundingClientRect();
    return [(left + right) / 2, top];
  };
  const own = board.blocks.get(session);
  if (!own) return null;
  const [x, y] = middle(own);
  /** @type {Session | null} */
  let best = null;
  let bestDistance = Infinity;
  for (const [other, block] of board.blocks) {
    const [otherX, otherY] = middle(block);
    const ahead = across ? (otherX - x) * across : (otherY - y) * down;
    const aside = across ? Math.abs(otherY - y) : Math.abs(otherX - x);
    const distance = ahead + 3 * aside;
    if (other !== session && ahead > 1 && distance < bestDistance)
      [best, bestDistance] = [other, distance];
  }
  return best;
}
