// The board by mouse, pen and finger. A finger that moves at once scrolls the board; one that rests
// for a moment first takes the session in hand.

import { scrollNearEdge } from "./edge.js";
import { placeAt } from "./surface.js";

/** @import { Board } from "./board.js" */
/** @import { Hand } from "./hand.js" */
/** @import { Session } from "./plan.js" */

/**
 * A mouse button or a finger that is down: on which session, and where.
 * @typedef {object} Press
 * @property {Session} session
 * @property {boolean} isResize
 * @property {boolean} isTouch
 * @property {number} pointer
 * @property {number} x
 * @property {number} y
 * @property {number} [timer]
 * @property {number} [offset]
 * @property {boolean} [isGroup]
 */

const REST = 350;
const SLACK = 6;

/**
 * Several chosen sessions, of which one carries all (see selection.js).
 * @typedef {object} Group
 * @property {(session: Session) => boolean} has
 * @property {(minutes: number) => void} carry
 * @property {() => void} drop
 * @property {() => void} restore
 */

/**
 * @param {Board} board
 * @param {Hand} hand
 * @param {Group} group
 * @param {(session: Session) => void} chosen
 * @param {(session: Session) => void} toggle
 */
export function listenToPointers(board, hand, group, chosen, toggle) {
  /** @type {Press | null} */
  let press = null;

  function release() {
    clearTimeout(press?.timer);
    press = null;
  }

  function pick() {
    if (!press) return;
    const { session, x, y } = press;
    const isLoose = board.tray.contains(board.blocks.get(session) ?? null);
    // What is on the board keeps the point at which it was taken; what comes from the tray has
    // none.
    press.offset = isLoose ? 0 : session.place.start - placeAt(board, x, y).minutes;
    press.isGroup = !press.isResize && group.has(session);
    if (!press.isGroup) hand.pick(session);
    if (isCarrying()) board.root.setPointerCapture(press.pointer);
    else release();
  }

  /** @param {PointerEvent} event */
  function carry({ clientX, clientY }) {
    if (!press) return;
    const { lane, minutes, isTray } = placeAt(board, clientX, clientY);
    if (press.isGroup) group.carry(minutes + (press.offset ?? 0) - press.session.place.start);
    if (!hand.place) return;
    const isByRoom = board.by === "room";
    if (press.isResize) hand.to({ minutes: minutes - hand.place.start });
    else if (isTray && isByRoom) hand.to({ room: "" });
    else if (!isTray) {
      const start = minutes + (press.offset ?? 0);
      const room = board.lanes[lane]?.key;
      hand.to(isByRoom && room !== undefined ? { start, room } : { start });
    }
  }

  const isCarrying = () => press !== null && (hand.isHolding || press.isGroup === true);
  /** @type {(act: (event: PointerEvent) => void) => (event: PointerEvent) => void} */
  const mine = (act) => (event) => {
    if (event.pointerId === press?.pointer) act(event);
  };

  /** @param {PointerEvent} event */
  function down(event) {
    const session = board.sessionOf(event.target);
    if (!session || event.button !== 0 || hand.isHolding) return;
    const { target } = event;
    const isResize = target instanceof Element && target.matches(".planner-block__edge");
    const isTouch = event.pointerType === "touch";
    const { pointerId: pointer, clientX: x, clientY: y } = event;
    press = { session, isResize, isTouch, pointer, x, y };
    if (isTouch) press.timer = setTimeout(pick, isResize ? 0 : REST);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!press) return;
    const isFar = Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLACK;
    if (!isCarrying() && isFar) press.isTouch ? release() : pick();
    if (!isCarrying()) return;
    carry(event);
    scrollNearEdge(board.scroller, event, () => {
      if (isCarrying()) carry(event);
      return isCarrying();
    });
  }

  // A drop beside the board and the tray is a slip of the hand: nothing changes.
  /** @param {PointerEvent} event */
  function up({ clientX, clientY, shiftKey, ctrlKey, metaKey }) {
    const held = press?.isGroup ? group : hand.isHolding ? hand : null;
    if (held && placeAt(board, clientX, clientY).isOutside) held.restore();
    else if (held) held.drop();
    else if (press && (shiftKey || ctrlKey || metaKey)) toggle(press.session);
    else if (press) chosen(press.session);
    release();
  }

  function cancel() {
    if (press?.isGroup) group.restore();
    else if (hand.isHolding) hand.restore();
    release();
  }

  const { root } = board;
  root.addEventListener("pointerdown", down);
  root.addEventListener("pointermove", mine(move));
  root.addEventListener("pointerup", mine(up));
  root.addEventListener("pointercancel", mine(cancel));
  // A finger with a session in hand does not scroll, and resting opens no menu of the browser.
  root.addEventListener("touchmove", (event) => isCarrying() && event.preventDefault(), {
    passive: false,
  });
  root.addEventListener("contextmenu", (event) => press?.isTouch && event.preventDefault());
}
