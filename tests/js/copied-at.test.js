import assert from "node:assert/strict";
import { test } from "node:test";
import { copiedAt } from "../../static/js/offline/copied-at.js";

const moment = new Date("2030-05-01T09:30:00Z");

test("a page as it is now", () => {
  assert.equal(copiedAt({}, [{ name: "cache", description: "" }]), null);
});

test("a copy of the service worker", () => {
  assert.deepEqual(copiedAt({ keptAt: "2030-05-01T09:30:00.000Z" }, []), moment);
});

test("a copy of the proxy", () => {
  const stale = { name: "stale", description: "Wed, 01 May 2030 09:30:00 GMT" };
  assert.deepEqual(copiedAt({}, [stale]), moment);
});
