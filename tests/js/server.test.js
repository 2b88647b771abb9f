import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { connect } from "../../static/js/planner/server.js";

const root = { dataset: { url: "/planner/" }, querySelector: () => ({ value: "csrf" }) };
const session = { guid: "g1", seen: "3" };
const place = { day: "2030-05-01", start: 1430, minutes: 20, room: "7" };
const own = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = own;
});

/** Answers every request with `body`; returns the requests. */
function answerWith(status, body, type = "application/json") {
  const asked = [];
  globalThis.fetch = async (url, options = {}) => {
    asked.push([url, options]);
    return new Response(body, { status, headers: { "Content-Type": type } });
  };
  return asked;
}

test("a move sends the place, the version it was made from and the token", async () => {
  const asked = answerWith(200, '{"sentences":{}}');

  const outcome = await connect(root).move(session, place);

  const [url, { method, headers, body }] = asked[0];
  assert.deepEqual([url, method, headers["X-CSRFToken"]], ["/planner/g1/move/", "POST", "csrf"]);
  assert.deepEqual(Object.fromEntries(body), {
    start: "2030-05-01T23:50",
    end: "2030-05-02T00:10",
    room: "7",
    seen: "3",
  });
  assert.deepEqual(outcome, { status: 200, sentences: {} });
});

test("a session for everybody is in all rooms", async () => {
  const asked = answerWith(200, "{}");

  await connect(root).move(session, { ...place, room: "all" });

  assert.equal(asked[0][1].body.get("in_all_rooms"), "on");
  assert.equal(asked[0][1].body.has("room"), false);
});

test("a page instead of data is an outcome without data", async () => {
  answerWith(403, "<h1>Forbidden</h1>", "text/html");

  assert.deepEqual(await connect(root).move(session, place), { status: 403 });
});

test("without a network the status is 0", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("no network");
  };

  assert.deepEqual(await connect(root).move(session, place), { status: 0 });
});

test("only the last question is asked and answered", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = answerWith(200, '{"clashes":["Hall B is taken"]}');
  const server = connect(root);
  const answers = [];

  server.check(session, place, ({ clashes }) => answers.push(["first", ...clashes]));
  server.check(session, place, ({ clashes }) => answers.push(["second", ...clashes]));
  context.mock.timers.tick(150);
  await new Promise(setImmediate);
  await new Promise(setImmediate);

  assert.equal(asked.length, 1);
  assert.deepEqual(answers, [["second", "Hall B is taken"]]);
});

test("a question that was forgotten is not asked", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = answerWith(200, '{"clashes":[]}');
  const server = connect(root);

  server.check(session, place, () => assert.fail("answered"));
  server.forget();
  context.mock.timers.tick(1000);
  await new Promise(setImmediate);

  assert.deepEqual(asked, []);
});
