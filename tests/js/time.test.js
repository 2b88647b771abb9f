import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, moment, snapped } from "../../static/js/planner/time.js";

test("a time of day has two digits for hours and minutes", () => {
  assert.equal(clock(0), "00:00");
  assert.equal(clock(550), "09:10");
});

test("past midnight the clock starts again", () => {
  assert.equal(clock(24 * 60), "00:00");
  assert.equal(clock(25 * 60 + 5), "01:05");
});

test("minutes snap to the nearest five", () => {
  assert.deepEqual([0, 2, 3, 7, 8, 60].map(snapped), [0, 0, 5, 5, 10, 60]);
});

test("a moment past midnight is on the next day", () => {
  assert.equal(moment("2030-05-01", 550), "2030-05-01T09:10");
  assert.equal(moment("2030-05-01", 24 * 60 + 90), "2030-05-02T01:30");
});

test("the next day is found at the end of months and years, and on days when clocks change", () => {
  assert.equal(moment("2028-02-28", 24 * 60), "2028-02-29T00:00");
  assert.equal(moment("2030-12-31", 24 * 60), "2031-01-01T00:00");
  assert.equal(moment("2030-03-30", 26 * 60), "2030-03-31T02:00");
});
