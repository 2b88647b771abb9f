// “All from here on”: the sessions of a day from one session on.

/** @import { Session as PlanSession } from "./plan.js" */

/**
 * In the same room, of the same sub-forum, or all of the day (`kind`).
 * @template {Pick<PlanSession, "track" | "place">} Session
 * @param {Session[]} sessions
 * @param {Session} first
 * @param {string} kind
 */
export function fromHere(sessions, first, kind) {
  const { day, start, room } = first.place;
  return sessions.filter(
    ({ place, track }) =>
      place.room &&
      place.day === day &&
      place.start >= start &&
      (kind !== "room" || place.room === room) &&
      (kind !== "track" || track === first.track),
  );
}
