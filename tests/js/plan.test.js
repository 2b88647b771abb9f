import assert from "node:assert/strict";
import { test } from "node:test";
import { isSame, isUnplanned, within } from "../../static/js/planner/plan.js";

const plan = { days: ["2030-05-01", "2030-05-02"], from: 480, to: 1200 };
const place = { day: "2030-05-01", start: 540, minutes: 60, room: "7" };

test("a session without a room or on another day is unplanned", () => {
  assert.equal(isUnplanned(plan, place), false);
  assert.equal(isUnplanned(plan, { ...place, room: "" }), true);
  assert.equal(isUnplanned(plan, { ...place, day: "2030-05-03" }), true);
});

test("places are the same if day, start, length and room are", () => {
  assert.equal(isSame(place, { ...place }), true);
  for (const change of [{ day: "2030-05-02" }, { start: 545 }, { minutes: 65 }, { room: "8" }]) {
    assert.equal(isSame(place, { ...place, ...change }), false);
  }
});

test("nothing begins before the board or at its end, or takes no time", () => {
  assert.deepEqual(within(plan, { ...place, start: 0 }, 5), { ...place, start: 480 });
  assert.deepEqual(within(plan, { ...place, start: 1300 }, 5), { ...place, start: 1195 });
  assert.deepEqual(within(plan, { ...place, minutes: -10 }, 5), { ...place, minutes: 5 });
});

test("a session may go on past the end of the board", () => {
  const late = { ...place, start: 1190, minutes: 90 };
  assert.deepEqual(within(plan, late, 5), late);
});
