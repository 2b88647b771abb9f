// From venue to venue: by buttons, and by Shift with Page Up and Page Down.

/** @import { Board } from "./board.js" */
/** @import { Hand } from "./hand.js" */
/** @import { Lane } from "./plan.js" */

// Where each run of rooms of one venue begins.
/** @param {Pick<Lane, "venue">[]} lanes */
export const venueStarts = (lanes) =>
  lanes.flatMap(({ venue }, at) => (at === 0 || venue !== lanes[at - 1]?.venue ? [at] : []));

// From lane `from`, the start of the venue after it or before it; `most` lanes away at most, so
// that a venue wider than the window is not skipped.
/**
 * @param {number[]} starts
 * @param {number} from
 * @param {number} step
 * @param {number} most
 * @param {number} count
 */
export function nextStop(starts, from, step, most, count) {
  const after = starts.find((start) => start > from) ?? count - 1;
  const before = starts.findLast((start) => start < from) ?? 0;
  return step > 0 ? Math.min(after, from + most) : Math.max(before, from - most);
}

/**
 * @param {HTMLElement} root
 * @param {Board} board
 * @param {Hand} hand
 */
export function listenToVenues(root, board, hand) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = root.querySelectorAll("button[data-venues]");

  // What is in hand goes to the first room of that venue; otherwise the board is scrolled.
  /** @param {number} step */
  function go(step) {
    const { lanes } = board;
    const starts = venueStarts(lanes);
    if (hand.isHolding && hand.place) {
      const room = hand.place.room;
      const at = Math.max(
        lanes.findIndex(({ key }) => key === room),
        0,
      );
      hand.to({ room: lanes[nextStop(starts, at, step, lanes.length, lanes.length)]?.key ?? room });
      return;
    }
    const { first, whole } = board.view();
    const stop = nextStop(starts, first, step, Math.max(whole, 1), lanes.length);
    board.scrollToLane(stop);
    const session = board.firstIn(stop);
    if (session && root.contains(document.activeElement)) {
      const isOnBoard = board.sessionOf(document.activeElement);
      if (isOnBoard) board.focus(session);
    }
  }

  for (const one of buttons) {
    one.addEventListener("click", () => go(Number(one.dataset.venues)));
  }
  return { go };
}
