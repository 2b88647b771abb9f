// What the board asks the server: would it clash there, and save.

import { EVERYWHERE } from "./plan.js";
import { moment } from "./time.js";

/** @import { Place, Session } from "./plan.js" */
/** @import { PackedSentences } from "./live/sentences.js" */

/** @typedef {{ clashes: string[], warnings: string[] }} Sentences */

/**
 * What the server answers to a move: status 0 where the network is dead.
 * @typedef {object} Outcome
 * @property {number} status
 * @property {Place & { seen: string }} [place]
 * @property {PackedSentences} [sentences]
 * @property {Record<string, Place & { seen: string }>} [places]
 * @property {string[]} [reasons]
 */

/** @typedef {ReturnType<typeof connect>} Server */

const PATIENCE = 150;

/** @param {Place} place */
function fieldsOf(place) {
  /** @type {Record<string, string>} */
  const fields = {
    start: moment(place.day, place.start),
    end: moment(place.day, place.start + place.minutes),
  };
  if (place.room === EVERYWHERE) fields.in_all_rooms = "on";
  else fields.room = place.room;
  return new URLSearchParams(fields);
}

/** @param {HTMLElement} root */
export function connect(root) {
  /** @type {HTMLInputElement | null} */
  const token = root.querySelector("[name=csrfmiddlewaretoken]");
  const address = (/** @type {Session} */ session, /** @type {string} */ action) =>
    `${root.dataset.url}${session.guid}/${action}/`;
  let asked = 0;
  let waiting = 0;

  // Asks once the hand rests. An answer to a question that is no longer asked is dropped.
  /**
   * @param {Session} session
   * @param {Place} place
   * @param {(said: Sentences) => void} answer
   */
  function check(session, place, answer) {
    forget();
    const number = asked;
    waiting = setTimeout(async () => {
      const found = await fetch(`${address(session, "check")}?${fieldsOf(place)}`).catch(
        () => null,
      );
      if (!found?.ok) return;
      const said = await found.json();
      if (number === asked) answer(said);
    }, PATIENCE);
  }

  function forget() {
    asked += 1;
    clearTimeout(waiting);
  }

  /**
   * @param {string} url
   * @param {URLSearchParams} body
   * @returns {Promise<Outcome>}
   */
  async function post(url, body) {
    const headers = { "X-CSRFToken": token?.value ?? "" };
    try {
      const found = await fetch(url, { method: "POST", headers, body });
      const isJson = found.headers.get("Content-Type")?.startsWith("application/json");
      return { status: found.status, ...(isJson ? await found.json() : {}) };
    } catch {
      return { status: 0 };
    }
  }

  /**
   * @param {Session} session
   * @param {Place} place
   */
  function move(session, place) {
    const body = fieldsOf(place);
    body.set("seen", session.seen ?? "");
    return post(address(session, "move"), body);
  }

  // Many sessions by as many minutes: what would clash ("preview"), or save ("apply").
  /**
   * @param {Iterable<Session>} sessions
   * @param {number} minutes
   * @param {"preview" | "apply"} step
   * @returns {Promise<Outcome & Partial<Sentences>>}
   */
  function shift(sessions, minutes, step) {
    const seen = Object.fromEntries([...sessions].map((one) => [one.pk, Number(one.seen)]));
    const fields = { seen: JSON.stringify(seen), shift_minutes: String(minutes), step };
    return post(`${root.dataset.url}shift/`, new URLSearchParams(fields));
  }

  return { check, forget, move, shift };
}
