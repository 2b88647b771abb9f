// The planner: the table of the page becomes a board. Each file beside this one does one thing.

import { Board } from "./board.js";
import { nameOf } from "./block.js";
import { showDetails } from "./details.js";
import { Hand } from "./hand.js";
import { listenToKeys } from "./keyboard.js";
import { readPlan } from "./plan.js";
import { listenToPointers } from "./pointer.js";
import { Saving } from "./saving.js";
import { connect } from "./server.js";
import { listenToTools } from "./tools.js";
import { readWords } from "./words.js";

/** @import { Place, Session } from "./plan.js" */

/** @type {Record<number, string>} */
const OUTCOMES = { 0: "Offline", 400: "Refused", 403: "Gone", 404: "Gone", 409: "MovedOn" };

const root = /** @type {HTMLElement} */ (document.querySelector("[data-behaviour=planner]"));
/** @type {(name: string) => HTMLElement} */
const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
const plan = readPlan(root);
const words = readWords(root, plan);
const board = new Board(root, plan, words);
const details = showDetails(root);
const server = connect(root);

/**
 * @param {string} name
 * @param {Session} session
 * @param {Place} [place]
 */
const say = (name, session, place) =>
  details.say(words.word(name, { place: words.where(session, place, board.day) }));
/** @param {Session} session */
const choose = (session) => {
  board.focus(session);
  details.show(session, nameOf(session, session.place, words));
};

const undo = /** @type {HTMLButtonElement} */ (part("undo"));
const saving = new Saving(server, undo, (session, outcome, isUndo) => {
  const { sentences } = outcome;
  if (sentences) {
    for (const one of plan.sessions.values()) {
      one.clashes = sentences[one.guid]?.clashes ?? [];
      one.warnings = sentences[one.guid]?.warnings ?? [];
    }
  }
  if (hand.isHolding) board.draw(hand);
  else {
    if (plan.days.includes(session.place.day)) tools.turnTo(session.place.day);
    board.draw();
    board.focus(session);
  }
  const isSaved = outcome.status === 200;
  details.show(session, "");
  if (isSaved) say(isUndo ? "Undone" : "Saved", session);
  else {
    details.say(words.word(OUTCOMES[outcome.status] ?? "Refused"));
    details.clashes([...(outcome.reasons ?? []), words.where(session)]);
  }
});

const hand = new Hand(plan, board, {
  day: (day) => tools.turnTo(day),
  fixed: (session) => details.show(session, words.word("Fixed")),
  needsRooms: () => details.say(words.word("ByRoom")),
  picked: (session, place) => {
    details.show(session, "");
    say("Picked", session, place);
  },
  moved: (session, place) => {
    details.say(words.where(session, place, board.day));
    server.check(session, place, ({ clashes, warnings }) => {
      const isQuiet = !clashes.length && !warnings.length;
      details.clashes(isQuiet ? [words.word("Quiet")] : clashes, warnings);
    });
  },
  restore: (session) => {
    server.forget();
    details.show(session, "");
    say("PutBack", session);
  },
  dropped: (session, before) => {
    server.forget();
    say("Saving", session);
    saving.save(session, before);
  },
});

const tools = listenToTools(root, board, hand, saving);
listenToKeys(board, hand, tools);
listenToPointers(board, hand, choose);
root.addEventListener("focusin", (event) => {
  const session = board.sessionOf(event.target);
  const isSeen = event.target instanceof Element && event.target.matches(":focus-visible");
  if (session && !hand.isHolding && isSeen) details.show(session, "");
});

for (const name of ["tools", "details", "tray", "board"]) part(name).hidden = false;
/** @type {HTMLDetailsElement} */ (part("table")).open = false;
tools.begin();
