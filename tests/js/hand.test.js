import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Hand } from "../../static/js/planner/hand.js";

const plan = { days: ["2030-05-01", "2030-05-02"], from: 480, to: 1200 };
let board;
let told;
let hand;
let session;

/** An object whose methods write their names and arguments into `log`. */
const recorder = (log, names) =>
  Object.fromEntries(names.map((name) => [name, (...values) => log.push([name, ...values])]));

beforeEach(() => {
  const drawn = [];
  told = [];
  board = {
    by: "room",
    day: "2030-05-01",
    lanes: [{ key: "all" }, { key: "7" }, { key: "8" }],
    drawn,
    ...recorder(drawn, ["draw", "focus", "hold"]),
  };
  const words = ["fixed", "needsRooms", "picked", "moved", "restore", "dropped"];
  hand = new Hand(plan, board, {
    ...recorder(told, words),
    day: (day) => {
      board.day = day;
    },
  });
  session = {
    canMove: true,
    place: { day: "2030-05-01", start: 540, minutes: 60, room: "7" },
  };
});

const names = () => told.map(([name]) => name);

test("a session that cannot move is not taken", () => {
  hand.pick({ ...session, canMove: false });

  assert.equal(hand.isHolding, false);
  assert.deepEqual(names(), ["fixed"]);
});

test("what is in hand moves, and its session only when it is dropped", () => {
  hand.pick(session);
  hand.later(15);
  hand.longer(30);
  assert.equal(session.place.start, 540);

  hand.drop();

  assert.deepEqual(session.place, { day: "2030-05-01", start: 555, minutes: 90, room: "7" });
  assert.deepEqual(names(), ["picked", "moved", "moved", "dropped"]);
  assert.deepEqual(told.at(-1)[2], { day: "2030-05-01", start: 540, minutes: 60, room: "7" });
  assert.equal(hand.isHolding, false);
});

test("dropped where it was taken, nothing has changed", () => {
  hand.pick(session);
  hand.later(5);
  hand.later(-5);
  hand.drop();

  assert.deepEqual(names().at(-1), "restore");
});

test("put back, the session is where it was, on its day", () => {
  hand.pick(session);
  hand.onDay(1);
  assert.equal(board.day, "2030-05-02");

  hand.restore();

  assert.equal(board.day, "2030-05-01");
  assert.deepEqual(session.place.day, "2030-05-01");
  assert.equal(hand.isHolding, false);
});

test("a session moves from lane to lane, and left of the first into the tray", () => {
  hand.pick(session);
  hand.across(1);
  assert.equal(hand.place.room, "8");
  hand.across(1);
  assert.equal(hand.place.room, "8");
  hand.across(-3);
  assert.equal(hand.place.room, "");
});

test("between sub-forums no session can be moved", () => {
  board.by = "track";
  hand.pick(session);
  hand.across(1);

  assert.equal(hand.place.room, "7");
  assert.deepEqual(names(), ["picked", "needsRooms"]);
});

test("a session from the tray comes to the day on the board", () => {
  session.place = { day: "", start: 540, minutes: 60, room: "" };
  hand.pick(session);
  hand.to({ room: "8" });

  assert.equal(hand.place.day, "2030-05-01");
});

test("a move that changes nothing is not told", () => {
  hand.pick(session);
  hand.to({ start: 540 });

  assert.deepEqual(names(), ["picked"]);
});

test("with nothing in hand nothing moves", () => {
  hand.later(5);
  hand.longer(5);
  hand.across(1);
  hand.onDay(1);
  hand.drop();
  hand.restore();

  assert.deepEqual(told, []);
  assert.deepEqual(board.drawn, []);
});
