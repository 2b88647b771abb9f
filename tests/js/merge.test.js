import assert from "node:assert/strict";
import { test } from "node:test";
import { merge } from "../../static/js/planner/merge.js";

const PLACE = { day: "2030-05-01", start: 540, minutes: 60, room: "7" };
const session = (guid, seen, place = {}) => ({ guid, seen, place: { ...PLACE, ...place } });
const planOf = (...sessions) => new Map(sessions.map((one) => [one.guid, one]));
const said = ({ told }) => told.map(({ session: { guid }, what }) => [guid, what]);

test("a newer version replaces an older one, in the same object", () => {
  const known = session("a", "1");
  const sessions = planOf(known);

  const found = merge(sessions, [session("a", "2", { room: "8" })], [], null);

  assert.equal(sessions.get("a"), known);
  assert.equal(known.place.room, "8");
  assert.deepEqual(said(found), [["a", "MovedBy"]]);
});

test("an older version changes nothing, and the same one tells nothing", () => {
  const sessions = planOf(session("a", "3"), session("b", "3"));

  const rows = [session("a", "2", { room: "8" }), session("b", "3")];
  const found = merge(sessions, rows, [], null);

  assert.equal(sessions.get("a").place.room, "7");
  assert.deepEqual(said(found), []);
});

test("a session in hand keeps its version and place, and what came is kept for later", () => {
  const held = session("a", "1");
  const row = session("a", "2", { room: "8" });

  const found = merge(planOf(held), [row], [], held);

  assert.deepEqual(held, session("a", "1"));
  assert.deepEqual(found.kept, [row]);
  assert.deepEqual(said(found), [["a", "HeldBy"]]);
});

test("new sessions come, and deleted ones go", () => {
  const sessions = planOf(session("a", "1"));

  const found = merge(sessions, [session("b", "2")], ["a", "c"], null);

  assert.deepEqual([...sessions.keys()], ["b"]);
  assert.deepEqual(said(found), [
    ["b", "AddedBy"],
    ["a", "DeletedBy"],
  ]);
});

test("what was changed in place is told as a change", () => {
  const found = merge(planOf(session("a", "1")), [session("a", "2")], [], null);

  assert.deepEqual(said(found), [["a", "ChangedBy"]]);
});
