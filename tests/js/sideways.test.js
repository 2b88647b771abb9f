import assert from "node:assert/strict";
import { test } from "node:test";
import { nextStop, venueStarts } from "../../static/js/planner/sideways.js";

const lanes = ["", "a", "a", "a", "b", "b", "c"].map((venue) => ({ venue }));

test("each venue begins at its first room", () => {
  assert.deepEqual(venueStarts(lanes), [0, 1, 4, 6]);
});

test("the next stop is the next venue, and the one before is the last", () => {
  const starts = venueStarts(lanes);

  assert.equal(nextStop(starts, 1, 1, 9, 7), 4);
  assert.equal(nextStop(starts, 4, -1, 9, 7), 1);
});

test("a venue wider than the window is passed window by window", () => {
  assert.equal(nextStop([0, 1, 30], 1, 1, 5, 40), 6);
  assert.equal(nextStop([0, 1, 30], 30, -1, 5, 40), 25);
});

test("beyond the last venue is the last room, before the first is the first", () => {
  assert.equal(nextStop([0, 1], 1, 1, 9, 4), 3);
  assert.equal(nextStop([0, 1], 0, -1, 9, 4), 0);
});
