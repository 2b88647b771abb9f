import assert from "node:assert/strict";
import { test } from "node:test";
import { readSentences } from "../../static/js/planner/live/sentences.js";

function sessionsOf(...titles) {
  return titles.map((title, at) => ({ pk: String(at + 1), title, clashes: ["old"], warnings: [] }));
}

test("values and titles are put into the forms, in the order of the language", () => {
  const [opening, panel] = sessionsOf("Opening", "Panel");
  const packed = {
    texts: ["Hall A", "Something else."],
    clashes: [
      { form: ["In ", 1, ": “", 0, "” meets “", 2, "”."], sessions: 2, rows: [[1, 2, -1, 0, -2]] },
    ],
    warnings: [{ form: [0], sessions: 1, rows: [[2, 1]] }],
  };

  readSentences(packed, [opening, panel]);

  const clash = "In Hall A: “Opening” meets “Panel”.";
  assert.deepEqual([opening.clashes, panel.clashes], [[clash], [clash]]);
  assert.deepEqual([opening.warnings, panel.warnings], [[], ["Something else."]]);
});

test("what is said no longer goes, and an unknown session stops nothing", () => {
  const [opening] = sessionsOf("Opening");
  const clashes = [{ form: ["“", 0, "”."], sessions: 1, rows: [[9, -1]] }];
  const packed = { texts: [], clashes, warnings: [] };

  readSentences(packed, [opening]);

  assert.deepEqual(opening.clashes, []);
});

test("a sentence about one session leaves the others alone", () => {
  const [opening, panel] = sessionsOf("Opening", "Panel");
  const warnings = [{ form: ["Late."], sessions: 1, rows: [[1]] }];
  const packed = { texts: [], clashes: [], warnings };

  readSentences(packed, [opening, panel]);

  assert.deepEqual([opening.warnings, panel.warnings, panel.clashes], [["Late."], [], []]);
});
