// What the board asks the server: would it clash there, and save.

import { EVERYWHERE } from "./plan.js";
import { moment } from "./time.js";

const PATIENCE = 150;

function fieldsOf(place) {
  const fields = {
    start: moment(place.day, place.start),
    end: moment(place.day, place.start + place.minutes),
  };
  if (place.room === EVERYWHERE) fields.in_all_rooms = "on";
  else fields.room = place.room;
  return new URLSearchParams(fields);
}

export function connect(root) {
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const address = (session, action) => `${root.dataset.url}${session.guid}/${action}/`;
  let asked = 0;
  let waiting = 0;

  // Asks once the hand rests. An answer to a question that is no longer asked is dropped.
  function check(session, place, answer) {
    forget();
    const number = asked;
    waiting = setTimeout(async () => {
      const found = await fetch(`${address(session, "check")}?${fieldsOf(place)}`).catch(
        () => null,
      );
      if (!found?.ok) return;
      const { clashes } = await found.json();
      if (number === asked) answer(clashes);
    }, PATIENCE);
  }

  function forget() {
    asked += 1;
    clearTimeout(waiting);
  }

  // → { status, place, clashes, reasons }; status 0 where the network is dead.
  async function move(session, place) {
    const body = fieldsOf(place);
    body.set("seen", session.seen);
    const headers = { "X-CSRFToken": token };
    try {
      const found = await fetch(address(session, "move"), { method: "POST", headers, body });
      const isJson = found.headers.get("Content-Type")?.startsWith("application/json");
      return { status: found.status, ...(isJson ? await found.json() : {}) };
    } catch {
      return { status: 0 };
    }
  }

  return { check, forget, move };
}
