import assert from "node:assert/strict";
import { test } from "node:test";
import { Saving } from "../../static/js/planner/saving.js";

const BEFORE = { day: "2030-05-01", start: 540, minutes: 60, room: "7" };
const AFTER = { ...BEFORE, start: 600 };

/** A saving whose server answers with `outcomes`, one after the other. */
function prepare(...outcomes) {
  const asked = [];
  const told = [];
  const server = {
    move: async (session, place) => {
      asked.push([session.seen, place]);
      return outcomes.shift();
    },
  };
  const button = { disabled: true };
  const saving = new Saving(server, button, (_session, outcome, isUndo) =>
    told.push([outcome.status, isUndo]),
  );
  return { asked, told, button, saving, session: { seen: "1", place: AFTER } };
}

test("what was saved can be undone, from the version of the answer", async () => {
  const { asked, told, button, saving, session } = prepare(
    { status: 200, place: { ...AFTER, seen: "2" } },
    { status: 200, place: { ...BEFORE, seen: "3" } },
  );

  saving.save(session, BEFORE);
  await saving.queue;
  assert.equal(button.disabled, false);
  saving.undo();
  await saving.queue;

  assert.deepEqual(asked, [
    ["1", AFTER],
    ["2", BEFORE],
  ]);
  assert.deepEqual(told, [
    [200, false],
    [200, true],
  ]);
  assert.deepEqual(session, { seen: "3", place: BEFORE });
  assert.equal(button.disabled, true);
});

test("what was refused is where it was, and cannot be undone", async () => {
  const { button, saving, session } = prepare({ status: 400 });

  saving.save(session, BEFORE);
  await saving.queue;

  assert.deepEqual(session.place, BEFORE);
  assert.equal(button.disabled, true);
});

test("what somebody else has moved is where they put it", async () => {
  const theirs = { ...BEFORE, room: "8" };
  const { saving, session } = prepare({ status: 409, place: { ...theirs, seen: "9" } });

  saving.save(session, BEFORE);
  await saving.queue;

  assert.deepEqual(session, { seen: "9", place: theirs });
});

test("with nothing saved there is nothing to undo", async () => {
  const { asked, saving } = prepare();

  saving.undo();
  await saving.queue;

  assert.deepEqual(asked, []);
});

test("a second save waits for the first, and names its version", async () => {
  const later = { ...AFTER, start: 660 };
  const { asked, saving, session } = prepare(
    { status: 200, place: { ...AFTER, seen: "2" } },
    { status: 200, place: { ...later, seen: "3" } },
  );

  saving.save(session, BEFORE);
  session.place = later;
  saving.save(session, AFTER);
  await saving.queue;

  assert.deepEqual(
    asked.map(([seen]) => seen),
    ["1", "2"],
  );
});
