// Newer rows from the server, put into the plan.

import { isSame } from "./plan.js";

/** @import { Session as PlanSession } from "./plan.js" */

/**
 * Only a newer version (`seen`) replaces a session; what is `held` in hand is kept for later.
 * `told` names each session that changed, and the word for what happened to it.
 * @template {Pick<PlanSession, "guid" | "seen" | "place">} Session
 * @param {Map<string, Session>} sessions
 * @param {Session[]} rows
 * @param {string[]} guids
 * @param {Session | null} held
 */
export function merge(sessions, rows, guids, held) {
  /** @type {{ session: Session, what: string }[]} */
  const told = [];
  /** @type {Session[]} */
  const kept = [];
  for (const row of rows) {
    const known = sessions.get(row.guid);
    const isNew = !known || Number(row.seen) > Number(known.seen);
    if (!known) {
      sessions.set(row.guid, row);
      told.push({ session: row, what: "AddedBy" });
    } else if (known === held) {
      if (isNew) {
        kept.push(row);
        told.push({ session: known, what: "HeldBy" });
      }
    } else if (isNew || Number(row.seen) === Number(known.seen)) {
      const what = isSame(known.place, row.place) ? "ChangedBy" : "MovedBy";
      Object.assign(known, row);
      if (isNew) told.push({ session: known, what });
    }
  }
  /** @type {Session[]} */
  const gone = [];
  for (const guid of guids) {
    const known = sessions.get(guid);
    if (!known || known === held) continue;
    sessions.delete(guid);
    gone.push(known);
    told.push({ session: known, what: "DeletedBy" });
  }
  return { told, kept, gone };
}
