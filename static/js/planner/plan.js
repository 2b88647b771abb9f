// The sessions as the table of the page tells them, and how places are compared.

export const EVERYWHERE = "all";

/**
 * Where and when a session is: `start` and `minutes` in minutes, the room by its key.
 * @typedef {{ day: string, start: number, minutes: number, room: string }} Place
 */

/** @typedef {ReturnType<typeof readSession>} Session */

/** @typedef {{ key: string, name: string, note: string, venue: string }} Lane */

/** @typedef {ReturnType<typeof readPlan>} Plan */

/** @param {HTMLTableRowElement} row */
function readSession(row) {
  const {
    guid = "",
    pk = "",
    day = "",
    start,
    minutes,
    room = "",
    seen,
    venue = "",
    track,
    colour,
  } = row.dataset;
  const link = /** @type {HTMLAnchorElement} */ (row.querySelector("th a"));
  const said = (/** @type {string} */ what) =>
    [...row.querySelectorAll(`[data-said=${what}]`)].map((one) => one.textContent);
  return {
    guid,
    pk,
    seen,
    venue,
    track,
    colour,
    row,
    url: link.href,
    title: link.textContent,
    titleNodes: () => [...link.cloneNode(true).childNodes],
    canMove: "movable" in row.dataset,
    isCancelled: "cancelled" in row.dataset,
    clashes: said("clash"),
    warnings: said("warning"),
    /** @type {Place} */
    place: { day, start: Number(start), minutes: Number(minutes), room },
  };
}

/**
 * @param {Element} found
 * @param {string} key
 * @returns {Lane}
 */
function readLane(found, key) {
  const [name, note] = [found.querySelector("dt"), found.querySelector("dd")];
  const venue = found.getAttribute("data-venue") ?? "";
  return { key, name: name?.textContent ?? "", note: note?.textContent ?? "", venue };
}

// The sessions of some rows.
/** @param {ParentNode} place */
export function readSessions(place) {
  /** @type {NodeListOf<HTMLTableRowElement>} */
  const rows = place.querySelectorAll("tr[data-guid]");
  return [...rows].map(readSession);
}

/** @param {HTMLElement} root */
export function readPlan(root) {
  const rows = readSessions(root);
  /** @type {NodeListOf<HTMLButtonElement>} */
  const days = root.querySelectorAll("button[data-day]");
  const lanes = (/** @type {string} */ name) =>
    [...root.querySelectorAll(`[data-lane-${name}]`)].map((one) =>
      readLane(one, one.getAttribute(`data-lane-${name}`) ?? ""),
    );
  const { wordEverywhere = "", wordNoSubForum = "", from, to } = root.dataset;
  return {
    sessions: new Map(rows.map((one) => [one.guid, one])),
    days: [...days].map((one) => one.dataset.day ?? ""),
    from: Number(from) * 60,
    to: Number(to) * 60,
    lanes: {
      room: [{ key: EVERYWHERE, name: wordEverywhere, note: "", venue: "" }, ...lanes("room")],
      track: [{ key: "", name: wordNoSubForum, note: "", venue: "" }, ...lanes("track")],
    },
  };
}

// Without a room, or on a day that has no tab.
/**
 * @param {Pick<Plan, "days">} plan
 * @param {Place} place
 */
export const isUnplanned = (plan, place) => !place.room || !plan.days.includes(place.day);

/**
 * @param {Place} one
 * @param {Place} other
 */
export const isSame = (one, other) =>
  /** @type {const} */ (["day", "start", "minutes", "room"]).every(
    (name) => one[name] === other[name],
  );

// Later sessions may run past the end of the board, but none begins outside of it or takes no time.
/**
 * @param {Pick<Plan, "from" | "to">} plan
 * @param {Place} place
 * @param {number} step
 */
export function within(plan, place, step) {
  const start = Math.min(Math.max(place.start, plan.from), plan.to - step);
  return { ...place, start, minutes: Math.max(place.minutes, step) };
}
