// Several sessions at once: choosing them, seeing what a later or earlier time does, saving it.

import { element } from "./block.js";
import { fromHere } from "./from-here.js";
import { listenToMarquee } from "./marquee.js";

/** @import { Board } from "./board.js" */
/** @import { Hand } from "./hand.js" */
/** @import { Session } from "./plan.js" */
/** @import { Saving } from "./saving.js" */
/** @import { Server } from "./server.js" */
/** @import { Words } from "./words.js" */

/**
 * What the choice needs of the page; `fixed` says that a session cannot be moved.
 * @typedef {object} Tools
 * @property {Server} server
 * @property {Saving} saving
 * @property {Words} words
 * @property {(session: Session) => void} fixed
 */

// So long the hand rests before the server is asked what would clash.
const PATIENCE = 150;

/**
 * @param {HTMLElement} root
 * @param {Board} board
 * @param {Hand} hand
 * @param {Tools} tools
 */
export function listenToSelection(root, board, hand, { server, saving, words, fixed }) {
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
  const [bar, line, list, apply] = [
    part("many"),
    part("many-said"),
    part("preview"),
    part("apply"),
  ];
  const input = /** @type {HTMLInputElement} */ (part("minutes"));
  const { chosen } = board;
  /** @type {Session | null} */
  let shown = null;
  let asked = 0;

  // The choice as it is now, and no preview.
  function show() {
    asked += 1;
    const hadShift = board.shift !== 0;
    board.shift = 0;
    list.replaceChildren();
    apply.hidden = true;
    bar.hidden = chosen.size === 0;
    line.textContent = chosen.size ? words.word("Chosen", { count: String(chosen.size) }) : "";
    if (hadShift) board.draw(hand);
    else board.markChosen();
  }

  /** @param {Session} session */
  function toggle(session) {
    if (!session.canMove) return fixed(session);
    if (!chosen.delete(session)) chosen.add(session);
    return show();
  }

  function clear() {
    const hadChosen = chosen.size > 0;
    chosen.clear();
    show();
    return hadChosen;
  }

  /** @param {Iterable<Session>} sessions */
  function add(sessions) {
    for (const one of sessions) if (one.canMove) chosen.add(one);
    show();
  }

  // Draw the chosen sessions where they would be, and say what would clash there.
  /** @param {number} direction */
  async function preview(direction) {
    const size = Math.round(Math.abs(Number(input.value)));
    if (!size || !chosen.size || hand.isHolding) return input.focus();
    show();
    const number = asked;
    board.shift = size * direction;
    board.draw();
    sayShift();
    apply.hidden = false;
    apply.focus();
    return check(number);
  }

  function sayShift() {
    const values = { minutes: String(Math.abs(board.shift)), count: String(chosen.size) };
    line.textContent = words.word(board.shift < 0 ? "Earlier" : "Later", values);
  }

  // Say what would clash where they are drawn, unless something else has been asked since.
  /** @param {number} number */
  async function check(number) {
    const answer = await server.shift(chosen, board.shift, "preview");
    if (number !== asked) return;
    if (answer.status !== 200) {
      const reasons = answer.reasons ?? [words.word(answer.status ? "Refused" : "Offline")];
      list.replaceChildren(...reasons.map((one) => element("li", "", one)));
      return;
    }
    const { clashes = [], warnings = [] } = answer;
    const isQuiet = clashes.length + warnings.length === 0;
    const mark = words.word("Warning");
    list.replaceChildren(
      ...(isQuiet ? [words.word("NoNew")] : clashes).map((one) => element("li", "", one)),
      ...warnings.map((one) => element("li", "planner__warning", `${mark}: ${one}`)),
    );
  }

  for (const one of bar.querySelectorAll("[data-shift]")) {
    const direction = Number(one.getAttribute("data-shift"));
    one.addEventListener("click", () => preview(direction));
  }
  for (const one of root.querySelectorAll("[data-from-here]")) {
    const kind = one.getAttribute("data-from-here") ?? "";
    one.addEventListener("click", () => {
      if (!shown) return;
      const isMeant = (/** @type {Session} */ session) =>
        board.isShown(session, session.place) && !board.filter.isAside(session);
      add(fromHere(board.inOrder().filter(isMeant), shown, kind));
      input.focus();
    });
  }
  function save() {
    const [first] = chosen;
    saving.shift([...chosen], board.shift);
    clear();
    if (first) board.focus(first);
  }
  apply.addEventListener("click", save);

  // By mouse and finger: of several that are chosen, one carries all.
  const group = {
    /** @param {Session} session */
    has: (session) => chosen.size > 1 && chosen.has(session),
    /** @param {number} minutes */
    carry(minutes) {
      if (!chosen.size) return;
      asked += 1;
      const number = asked;
      board.shiftChosen(minutes);
      sayShift();
      setTimeout(() => number === asked && board.shift && check(number), PATIENCE);
    },
    drop: () => (board.shift ? save() : show()),
    restore: show,
  };
  part("cancel").addEventListener("click", () => {
    const [first] = chosen;
    clear();
    if (first) board.focus(first);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const [first] = chosen;
    clear();
    if (first) board.focus(first);
  });
  listenToMarquee(board, (sessions, isMore) => {
    if (!isMore) chosen.clear();
    add(sessions);
  });

  // The session from which “from here on” counts.
  /** @param {Session} session */
  function start(session) {
    shown = session;
    const track = root.querySelector("[data-from-here=track]");
    if (track instanceof HTMLElement) track.hidden = !session.track;
  }

  return {
    group,
    toggle,
    clear,
    start,
    forget: (/** @type {Session} */ one) => chosen.delete(one),
  };
}
