// The board by keyboard. Without a session in hand, arrows walk from session to session.

import { STEP } from "./time.js";

const DIRECTIONS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const DAYS = { PageUp: -1, PageDown: 1 };

export function listenToKeys(board, hand, { turnDay }) {
  const isRtl = getComputedStyle(board.root).direction === "rtl";
  const forward = isRtl ? -1 : 1;

  function carry(event) {
    const [across, down] = DIRECTIONS[event.key] ?? [];
    if (down) event.shiftKey ? hand.longer(down * STEP) : hand.later(down * STEP);
    else if (across)
      event.shiftKey ? hand.longer(across * forward * STEP) : hand.across(across * forward);
    else if (event.key in DAYS) hand.onDay(DAYS[event.key]);
    else if (event.key === "Escape") hand.putBack();
    else if (event.key === "Enter" || event.key === " ") hand.drop();
    else if (event.key === "Tab") hand.putBack();
    else return false;
    return event.key !== "Tab";
  }

  function walk(event, session) {
    if (event.key in DIRECTIONS)
      board.focus(nearest(board, session, DIRECTIONS[event.key]) ?? session);
    else if (event.key in DAYS) turnDay(DAYS[event.key]);
    else if (event.key === "Enter" || event.key === " ") hand.pick(session);
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
function nearest(board, session, [across, down]) {
  const middle = (block) => {
    const { left, right, top } = block.getBoundingClientRect();
    return [(left + right) / 2, top];
  };
  const [x, y] = middle(board.blocks.get(session));
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
