import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeEdits } from "../../static/js/merge-edits.js";

/** A form of text fields and boxes, by their names, and the data that it would send. */
function formOf(texts, boxes = {}) {
  const fields = {
    seen: { name: "seen", type: "hidden", value: '{"name":"n1","title":"t1"}' },
  };
  const sent = new FormData();
  for (const [name, value] of Object.entries(texts)) {
    fields[name] = { name, type: "text", value };
    sent.set(name, value);
  }
  for (const [name, checked] of Object.entries(boxes)) {
    fields[name] = { name, type: "checkbox", checked };
    if (checked) sent.set(name, "on");
  }
  const form = { elements: { ...fields, namedItem: (name) => fields[name] } };
  return { form, fields, sent };
}

const seen = (fields) => JSON.parse(fields.seen.value);

test("a field that was left alone takes what somebody else wrote", () => {
  const { form, fields, sent } = formOf({ name: "Ada", title: "Mayor" });

  mergeEdits(form, { seen: '{"title":"t2"}', taken: { title: "Lord Mayor" } }, sent);

  assert.equal(fields.title.value, "Lord Mayor");
  assert.equal(fields.name.value, "Ada");
  assert.deepEqual(seen(fields), { name: "n1", title: "t2" });
});

test("a field that was typed in since keeps its text, and its version", () => {
  const { form, fields, sent } = formOf({ title: "Mayor" });
  fields.title.value = "Mayor of";

  mergeEdits(form, { seen: '{"title":"t2"}', taken: { title: "Lord Mayor" } }, sent);

  assert.equal(fields.title.value, "Mayor of");
  assert.deepEqual(seen(fields), { name: "n1", title: "t1" });
});

test("a box is ticked and cleared as somebody else did, unless it was changed since", () => {
  const { form, fields, sent } = formOf({}, { visa: false, meal: true, car: true });
  fields.car.checked = false;

  mergeEdits(form, { seen: "{}", taken: {} }, sent);
  mergeEdits(
    form,
    { seen: '{"visa":"v2","meal":"m2","car":"c2"}', taken: { visa: "on", meal: "", car: "" } },
    sent,
  );

  assert.equal(fields.visa.checked, true);
  assert.equal(fields.meal.checked, false);
  assert.equal(fields.car.checked, false);
  assert.deepEqual(seen(fields), { name: "n1", title: "t1", visa: "v2", meal: "m2" });
});

test("one's own saved fields move on to their new version", () => {
  const { form, fields, sent } = formOf({ name: "Ada" });

  mergeEdits(form, { seen: '{"name":"n2"}', taken: {} }, sent);

  assert.deepEqual(seen(fields), { name: "n2", title: "t1" });
});
