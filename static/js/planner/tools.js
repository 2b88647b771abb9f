// The buttons above the board: days, arrangements, undo. The address keeps day and arrangement.

/** @import { Board } from "./board.js" */
/** @import { Hand } from "./hand.js" */
/** @import { Saving } from "./saving.js" */
/** @import { Plan, Session } from "./plan.js" */

/**
 * @param {HTMLElement} root
 * @param {Board} board
 * @param {Hand} hand
 * @param {Saving} saving
 * @param {(day: string, first: Session | undefined) => void} turned
 */
export function listenToTools(root, board, hand, saving, turned) {
  /** @type {(name: string) => NodeListOf<HTMLButtonElement>} */
  const buttons = (name) => root.querySelectorAll(`button[data-${name}]`);
  const press = (/** @type {string} */ name, /** @type {string} */ value) => {
    for (const one of buttons(name))
      one.setAttribute("aria-pressed", String(one.dataset[name] === value));
  };

  function remember() {
    const query = new URLSearchParams({ day: board.day, by: board.by });
    board.filter.write(query);
    history.replaceState(null, "", `?${query}`);
  }

  /** @param {string} day */
  function turnTo(day) {
    board.day = day;
    press("day", day);
    remember();
  }

  /** @param {keyof Plan["lanes"]} by */
  function arrange(by) {
    board.by = by;
    press("lanes", by);
    remember();
  }

  const used = root.querySelector("[data-part=used]");

  // The boxes of the form, and whether rooms in use stand alone.
  function narrow() {
    used?.setAttribute("aria-pressed", String(board.filter.isUsedOnly));
    remember();
    board.draw(hand);
  }

  // Another day, while nothing is in hand: its first session has the focus, or its tab.
  /** @param {number} step */
  function turnDay(step) {
    const { days } = board.plan;
    const at = days.indexOf(board.day) + step;
    turnTo(days[Math.min(Math.max(at, 0), days.length - 1)] ?? board.day);
    board.draw();
    const first = firstOfDay();
    if (first) board.focus(first);
    else [...buttons("day")].find((one) => one.dataset.day === board.day)?.focus();
    turned(board.day, first);
  }

  const firstOfDay = () =>
    [...board.blocks.keys()].find((one) => one.place.room && one.place.day === board.day);

  for (const one of buttons("day")) {
    one.addEventListener("click", () => {
      turnTo(one.dataset.day ?? board.day);
      board.draw();
      board.showFirst();
      turned(board.day, firstOfDay());
    });
  }
  for (const one of buttons("lanes")) {
    one.addEventListener("click", () => {
      arrange(one.dataset.lanes === "track" ? "track" : "room");
      board.draw();
    });
  }
  used?.addEventListener("click", () => {
    board.filter.isUsedOnly = !board.filter.isUsedOnly;
    narrow();
  });
  const undo = () => !hand.isHolding && saving.undo();
  root.querySelector("[data-part=undo]")?.addEventListener("click", undo);
  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    const isTyping = event.target instanceof Element && event.target.matches("input, textarea");
    if (!isUndo || event.shiftKey || isTyping) return;
    event.preventDefault();
    undo();
  });

  // As the address says; the session that it names has the focus.
  function begin() {
    const query = new URLSearchParams(location.search);
    const asked = board.plan.sessions.get(query.get("session") ?? "");
    const day = asked?.place.day ?? root.dataset.day ?? "";
    board.day = board.plan.days.includes(day) ? day : board.day;
    board.by = query.get("by") === "track" ? "track" : "room";
    press("day", board.day);
    press("lanes", board.by);
    board.filter.isUsedOnly = query.has("used");
    used?.setAttribute("aria-pressed", String(board.filter.isUsedOnly));
    board.draw();
    // The session that the address names is shown whatever else it names.
    if (asked && !board.blocks.has(asked)) {
      board.filter.clear();
      narrow();
    }
    board.showFirst();
    if (asked) board.focus(asked);
  }

  return { turnTo, turnDay, arrange, narrow, begin };
}
