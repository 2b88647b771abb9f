// The buttons above the board: days, arrangements, undo. The address keeps day and arrangement.

/** @import { Board } from "./board.js" */
/** @import { Hand } from "./hand.js" */
/** @import { Saving } from "./saving.js" */
/** @import { Plan } from "./plan.js" */

/**
 * @param {HTMLElement} root
 * @param {Board} board
 * @param {Hand} hand
 * @param {Saving} saving
 */
export function listenToTools(root, board, hand, saving) {
  /** @type {(name: string) => NodeListOf<HTMLButtonElement>} */
  const buttons = (name) => root.querySelectorAll(`button[data-${name}]`);
  const press = (/** @type {string} */ name, /** @type {string} */ value) => {
    for (const one of buttons(name))
      one.setAttribute("aria-pressed", String(one.dataset[name] === value));
  };

  function remember() {
    const query = new URLSearchParams({ day: board.day, by: board.by });
    if (board.isUsedOnly) query.set("used", "1");
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

  /** @param {boolean} isUsedOnly */
  function narrow(isUsedOnly) {
    board.isUsedOnly = isUsedOnly;
    used?.setAttribute("aria-pressed", String(isUsedOnly));
  }

  // Another day, while nothing is in hand: its first session has the focus.
  /** @param {number} step */
  function turnDay(step) {
    const { days } = board.plan;
    const at = days.indexOf(board.day) + step;
    turnTo(days[Math.min(Math.max(at, 0), days.length - 1)] ?? board.day);
    board.draw();
    const first = [...board.blocks.keys()].find((one) => one.place.day === board.day);
    if (first) board.focus(first);
  }

  for (const one of buttons("day")) {
    one.addEventListener("click", () => {
      turnTo(one.dataset.day ?? board.day);
      board.draw();
      board.showFirst();
    });
  }
  for (const one of buttons("lanes")) {
    one.addEventListener("click", () => {
      arrange(one.dataset.lanes === "track" ? "track" : "room");
      board.draw();
    });
  }
  used?.addEventListener("click", () => {
    narrow(!board.isUsedOnly);
    remember();
    board.draw();
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
    const day = asked?.place.day ?? query.get("day") ?? "";
    board.day = board.plan.days.includes(day) ? day : board.day;
    board.by = query.get("by") === "track" ? "track" : "room";
    press("day", board.day);
    press("lanes", board.by);
    narrow(query.has("used"));
    board.draw();
    board.showFirst();
    if (asked) board.focus(asked);
  }

  return { turnTo, turnDay, arrange, begin };
}
