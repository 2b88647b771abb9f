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
    shift: async (sessions, minutes, step) => {
      asked.push([sessions.map((one) => one.seen), minutes, step]);
      return outcomes.shift();
    },
  };
  const button = { disabled: true };
  const tell = (_sessions, outcome, isUndo) => told.push([outcome.status, isUndo]);
  const saving = new Saving(server, button, { moved: tell, shifted: tell });
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

test("many sessions are moved at once, and taken back as one", async () => {
  const places = (seen, place) => ({ status: 200, places: { a: { ...place, seen } } });
  const { asked, told, button, saving } = prepare(places("2", AFTER), places("3", BEFORE));
  const session = { guid: "a", seen: "1", place: BEFORE };

  saving.shift([session], 60);
  assert.equal(saving.isBusy, true);
  await saving.queue;
  assert.deepEqual(session.place, AFTER);
  saving.undo();
  await saving.queue;

  assert.deepEqual(asked, [
    [["1"], 60, "apply"],
    [["2"], -60, "apply"],
  ]);
  assert.deepEqual(told, [
    [200, false],
    [200, true],
  ]);
  assert.deepEqual([session.place, button.disabled, saving.isBusy], [BEFORE, true, false]);
});

test("if many are refused, they are where the server says, and nothing can be undone", async () => {
  const places = { a: { ...AFTER, seen: "5" } };
  const { button, saving } = prepare({ status: 409, places });
  const session = { guid: "a", seen: "1", place: BEFORE };

  saving.shift([session], 60);
  await saving.queue;

  assert.deepEqual([session.place, session.seen, button.disabled], [AFTER, "5", true]);
});
