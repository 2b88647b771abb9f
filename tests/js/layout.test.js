import assert from "node:assert/strict";
import { test } from "node:test";
import { sideBySide } from "../../static/js/planner/layout.js";

const session = (name, start, minutes) => ({ name, place: { start, minutes } });

/** The part of the lane of each session, by its name. */
function parts(...sessions) {
  const found = [...sideBySide(sessions)];
  return Object.fromEntries(found.map(([{ name }, part]) => [name, part]));
}

test("a lane without sessions has no parts", () => {
  assert.deepEqual(parts(), {});
});

test("sessions one after the other have the whole lane", () => {
  assert.deepEqual(parts(session("a", 540, 60), session("b", 600, 60)), { a: [0, 1], b: [0, 1] });
});

test("two at once share the lane, the earlier one first", () => {
  assert.deepEqual(parts(session("b", 570, 60), session("a", 540, 60)), { a: [0, 2], b: [1, 2] });
});

test("a part that is free again is used again", () => {
  const found = parts(session("long", 540, 180), session("a", 540, 60), session("b", 600, 60));
  assert.deepEqual(found, { long: [0, 2], a: [1, 2], b: [1, 2] });
});

test("a chain of overlaps is one group, and what follows it is another", () => {
  const found = parts(
    session("a", 540, 60),
    session("b", 570, 60),
    session("c", 610, 60),
    session("later", 670, 30),
  );
  assert.deepEqual(found, { a: [0, 2], b: [1, 2], c: [0, 2], later: [0, 1] });
});
