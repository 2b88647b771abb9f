// What the checks say of the sessions, from values to sentences.

/** @import { Session } from "../plan.js" */

/**
 * As programme/editing/packed_sentences.py says it: a row has the keys of its sessions, then its
 * values: the number of a text, or below zero one of its sessions, whose title it is.
 * @typedef {{ form: (string | number)[], sessions: number, rows: number[][] }} Group
 */

/** @typedef {{ texts: string[], clashes: Group[], warnings: Group[] }} PackedSentences */

/** @typedef {Pick<Session, "pk" | "title" | "clashes" | "warnings">} Said */

/**
 * Give each session what is said of it.
 * @param {PackedSentences} packed
 * @param {Iterable<Said>} sessions
 */
export function readSentences(packed, sessions) {
  const byPk = new Map([...sessions].map((session) => [Number(session.pk), session]));
  for (const kind of /** @type {const} */ (["clashes", "warnings"])) {
    for (const session of byPk.values()) session[kind] = [];
    for (const group of packed[kind]) {
      for (const row of group.rows) {
        const about = row.slice(0, group.sessions).map((pk) => byPk.get(pk));
        const values = row
          .slice(group.sessions)
          .map((value) => (value < 0 ? about[-value - 1]?.title : packed.texts[value]) ?? "");
        const pieces = group.form.map((piece) =>
          typeof piece === "number" ? values[piece] : piece,
        );
        for (const session of about) session?.[kind].push(pieces.join(""));
      }
    }
  }
}
