// A frame that the mouse draws across an empty part of the board chooses what it touches.

import { element } from "./block.js";

/** @import { Board } from "./board.js" */
/** @import { Session } from "./plan.js" */

const SLACK = 6;

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/**
 * @param {Box} one
 * @param {Box} other
 */
export const touch = (one, other) =>
  one.left < other.right &&
  one.right > other.left &&
  one.top < other.bottom &&
  one.bottom > other.top;

/**
 * @param {Board} board
 * @param {(sessions: Session[], isMore: boolean) => void} choose
 */
export function listenToMarquee(board, choose) {
  const { sheet } = board;
  const frame = element("div", "planner__frame");
  /** @type {{ pointer: number, x: number, y: number } | null} */
  let press = null;

  // In the sheet, so that it scrolls with the board.
  /** @param {PointerEvent} event */
  const point = ({ clientX, clientY }) => {
    const { left, top } = sheet.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  /** @param {PointerEvent} event */
  function draw(event) {
    if (!press) return;
    const { x, y } = point(event);
    const values = {
      x: Math.min(x, press.x),
      y: Math.min(y, press.y),
      width: Math.abs(x - press.x),
      height: Math.abs(y - press.y),
    };
    for (const [name, value] of Object.entries(values)) {
      frame.style.setProperty(`--${name}`, `${value}px`);
    }
    if (!frame.isConnected && values.width + values.height > SLACK) sheet.append(frame);
  }

  sheet.addEventListener("pointerdown", (event) => {
    const isEmpty = event.target === sheet || event.target === frame;
    if (!isEmpty || event.button !== 0 || event.pointerType === "touch") return;
    press = { pointer: event.pointerId, ...point(event) };
    sheet.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  sheet.addEventListener("pointermove", draw);
  sheet.addEventListener("pointerup", (event) => {
    if (!press) return;
    const isDrawn = frame.isConnected;
    const box = frame.getBoundingClientRect();
    frame.remove();
    press = null;
    const touched = [...board.blocks].filter(
      ([, block]) => sheet.contains(block) && touch(block.getBoundingClientRect(), box),
    );
    choose(isDrawn ? touched.map(([session]) => session) : [], event.shiftKey);
  });
  sheet.addEventListener("pointercancel", () => {
    press = null;
    frame.remove();
  });
}
