// The planner: the table of the page becomes a board. Each file beside this one does one thing.

import { Board } from "./board.js";
import { nameOf } from "./block.js";
import { showDetails } from "./details.js";
import { Filter } from "./filter.js";
import { Hand } from "./hand.js";
import { listenToKeys } from "./keyboard.js";
import { listenToOthers } from "./live/live.js";
import { readSentences } from "./live/sentences.js";
import { readPlan } from "./plan.js";
import { listenToPointers } from "./pointer.js";
import { Saving } from "./saving.js";
import { listenToSelection } from "./selection.js";
import { connect } from "./server.js";
import { listenToVenues } from "./sideways.js";
import { showTable } from "./table.js";
import { listenToTools } from "./tools.js";
import { readWords } from "./words.js";
import { listenToZoom } from "./zoom.js";

/** @import { Place, Session } from "./plan.js" */

/** @type {Record<number, string>} */
const OUTCOMES = { 0: "Offline", 400: "Refused", 403: "Gone", 404: "Gone", 409: "MovedOn" };

const root = /** @type {HTMLElement} */ (document.querySelector("[data-behaviour=planner]"));
/** @type {(name: string) => HTMLElement} */
const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
const plan = readPlan(root);
const words = readWords(root, plan);
const filter = new Filter(root, () => tools.narrow());
const board = new Board(root, plan, words, filter);
const details = showDetails(root);
const drawTable = showTable(root, board);
const server = connect(root);
// The day that was said last: another one is named before what happens on it.
let daySaid = "";

/**
 * @param {string} name
 * @param {Session} session
 * @param {Place} [place]
 */
const say = (name, session, place) =>
  details.say(words.word(name, { place: words.where(session, place, board.day) }));

/** @param {Session} session */
function show(session) {
  details.show(session, "");
  selection.start(session);
  details.giveWay(board.blocks.get(session));
}

/** @param {Session} session */
function choose(session) {
  board.focus(session);
  show(session);
  details.say(nameOf(session, session.place, words));
  details.giveWay(board.blocks.get(session));
}

/** @param {import("./server.js").Outcome["sentences"]} sentences */
function read(sentences) {
  if (sentences) readSentences(sentences, plan.sessions.values());
}

// Draw again, with the focus on a session unless another one is in hand.
/** @param {Session} session */
function drawAt(session) {
  if (hand.isHolding) board.draw(hand);
  else {
    if (plan.days.includes(session.place.day)) tools.turnTo(session.place.day);
    board.draw();
    board.focus(session);
  }
}

const undo = /** @type {HTMLButtonElement} */ (part("undo"));
const saving = new Saving(server, undo, {
  moved: (session, outcome, isUndo) => {
    read(outcome.sentences);
    drawAt(session);
    show(session);
    if (outcome.status === 200) say(isUndo ? "Undone" : "Saved", session);
    else {
      details.say(words.word(OUTCOMES[outcome.status] ?? "Refused"));
      details.clashes([...(outcome.reasons ?? []), words.where(session)]);
    }
    details.giveWay(board.blocks.get(session));
  },
  shifted: (sessions, outcome, isUndo) => {
    const [first] = sessions;
    read(outcome.sentences);
    if (first) {
      drawAt(first);
      show(first);
    }
    const isSaved = outcome.status === 200;
    const refusal = outcome.status === 409 ? "ManyMovedOn" : OUTCOMES[outcome.status];
    const name = isSaved ? (isUndo ? "ManyUndone" : "ManySaved") : (refusal ?? "Refused");
    details.say(words.word(name, { count: String(sessions.length) }));
    if (!isSaved) details.clashes(outcome.reasons ?? []);
  },
});

const hand = new Hand(plan, board, {
  day: (day) => tools.turnTo(day),
  fixed: (session) => details.show(session, words.word("Fixed")),
  needsRooms: () => details.say(words.word("ByRoom")),
  picked: (session, place) => {
    show(session);
    say("Picked", session, place);
    daySaid = place.day;
  },
  moved: (session, place) => {
    const where = words.where(session, place, place.room ? daySaid : place.day);
    daySaid = place.day;
    details.say(where);
    details.giveWay(board.blocks.get(session));
    server.check(session, place, ({ clashes, warnings }) => {
      const isQuiet = !clashes.length && !warnings.length;
      details.clashes(isQuiet ? [words.word("Quiet")] : clashes, warnings);
      details.giveWay(board.blocks.get(session));
    });
  },
  restore: (session) => {
    server.forget();
    show(session);
    say("PutBack", session);
  },
  dropped: (session, before) => {
    server.forget();
    say("Saving", session);
    saving.save(session, before);
  },
});

const tools = listenToTools(root, board, hand, saving, (day, first) => {
  const values = { day: words.longDay(day), place: first ? words.where(first) : "" };
  if (first) show(first);
  details.say(words.word(first ? "Day" : "EmptyDay", values));
});
const selection = listenToSelection(root, board, hand, {
  server,
  saving,
  words,
  fixed: (session) => details.show(session, words.word("Fixed")),
});
const venues = listenToVenues(root, board, hand);
listenToZoom(root, part("board"));
listenToKeys(board, hand, tools, venues, selection);
listenToPointers(board, hand, selection.group, choose, selection.toggle);
root.addEventListener("focusin", (event) => {
  const session = board.sessionOf(event.target);
  const isSeen = event.target instanceof Element && event.target.matches(":focus-visible");
  if (session && !hand.isHolding && isSeen) show(session);
});
const table = /** @type {HTMLDetailsElement} */ (part("table"));
table.addEventListener("toggle", drawTable);
board.afterDraw = () => table.open && drawTable();

for (const name of ["tools", "sideways", "details", "tray", "board"]) part(name).hidden = false;
table.open = false;
tools.begin();
listenToOthers(root, plan, words, {
  held: () => hand.session,
  isBusy: () => saving.isBusy,
  changed: () => board.draw(hand),
  gone: (session) => selection.forget(session),
  news: details.tell,
});
