import assert from "node:assert/strict";
import { test } from "node:test";
import { readWords } from "../../static/js/planner/words.js";

const days = { "2030-05-01": "Wednesday", "2030-05-02": "Thursday" };
const root = {
  dataset: {
    wordWhere: "{title}, {start} to {end}, {room}",
    wordDay: "{day}: {place}",
    wordEverywhere: "All rooms",
    wordNoRoom: "no room",
  },
  querySelectorAll: () =>
    Object.entries(days).map(([day, textContent]) => ({ dataset: { day }, textContent })),
};
const { word, where, hours } = readWords(root, { lanes: { room: [{ key: "7", name: "Hall B" }] } });
const place = { day: "2030-05-01", start: 550, minutes: 50, room: "7" };
const session = { title: "Opening", place };

test("a sentence has its values filled in, and an unknown one is empty", () => {
  assert.equal(word("Day", { day: "Monday", place: "here" }), "Monday: here");
  assert.equal(word("Nothing"), "");
});

test("a session is named with its hours and its room", () => {
  assert.equal(where(session), "Opening, 09:10 to 10:00, Hall B");
  assert.equal(where(session, { ...place, room: "all" }), "Opening, 09:10 to 10:00, All rooms");
  assert.equal(where(session, { ...place, room: "" }), "Opening, 09:10 to 10:00, no room");
});

test("the day is named where another one is shown", () => {
  const said = where(session, place, "2030-05-02");
  assert.equal(said, "Wednesday: Opening, 09:10 to 10:00, Hall B");
});

test("an end on another day names that day", () => {
  assert.equal(hours(place), "09:10–10:00");
  assert.equal(hours({ ...place, start: 22 * 60, minutes: 210 }), "22:00–Thursday 01:30");
});
