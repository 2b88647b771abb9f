import assert from "node:assert/strict";
import { test } from "node:test";
import { makeCursor } from "../../static/js/listing/rows.js";

/** A row of a table; `hasLink` says whether it is a row of the list, or the heading of a day. */
function makeRow(hasLink = true) {
  const row = { classes: new Set(), focused: 0, shown: 0 };
  const link = {
    focus: () => {
      row.focused += 1;
    },
  };
  row.classList = {
    add: (name) => row.classes.add(name),
    remove: (name) => row.classes.delete(name),
  };
  row.querySelector = () => (hasLink ? link : null);
  row.scrollIntoView = () => {
    row.shown += 1;
  };
  return row;
}

function cursorOf(...rows) {
  return makeCursor({ querySelectorAll: () => rows });
}

test("the keys begin at no row, and pass over the headings of days", () => {
  const [day, first, second] = [makeRow(false), makeRow(), makeRow()];
  const cursor = cursorOf(day, first, second);
  assert.deepEqual([cursor.place, cursor.row, cursor.rows.length], [-1, undefined, 2]);

  cursor.go(1);

  assert.equal(cursor.row, first);
  assert.deepEqual([first.classes.has("is-here"), first.focused, first.shown], [true, 1, 1]);
});

test("one row is marked at a time", () => {
  const [first, second] = [makeRow(), makeRow()];
  const cursor = cursorOf(first, second);

  cursor.put(0);
  cursor.put(1);

  assert.deepEqual([first.classes.size, second.classes.has("is-here")], [0, true]);
});

test("the first and the last row are the ends", () => {
  const cursor = cursorOf(makeRow(), makeRow());

  cursor.go(9);
  assert.equal(cursor.place, 1);
  cursor.go(-9);
  assert.equal(cursor.place, 0);
});

test("an empty list has nowhere to go", () => {
  const cursor = cursorOf();

  cursor.go(1);

  assert.deepEqual([cursor.place, cursor.row], [-1, undefined]);
});
