import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHere } from "../../static/js/planner/from-here.js";

const session = (track, day, start, room) => ({ track, place: { day, start, room, minutes: 60 } });
const first = session("1", "2030-05-01", 780, "7");
const later = session("2", "2030-05-01", 840, "7");
const beside = session("1", "2030-05-01", 780, "8");
const earlier = session("1", "2030-05-01", 540, "7");
const tomorrow = session("1", "2030-05-02", 900, "7");
const loose = session("1", "2030-05-01", 900, "");
const all = [earlier, first, beside, later, tomorrow, loose];

test("from here on in a room", () => {
  assert.deepEqual(fromHere(all, first, "room"), [first, later]);
});

test("from here on in a sub-forum", () => {
  assert.deepEqual(fromHere(all, first, "track"), [first, beside]);
});

test("from here on in the day, without what has no place", () => {
  assert.deepEqual(fromHere(all, first, "day"), [first, beside, later]);
});
