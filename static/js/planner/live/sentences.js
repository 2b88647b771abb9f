// What the checks say of the sessions, from values to sentences.

/** @import { Session } from "../plan.js" */

/**
 * As programme/editing/packed_sentences.py says it: the keys of the sessions, the number of a form,
 * and its values: the number of a text, or below zero the key of the session whose title it is.
 * @typedef {[pks: number[], form: number, ...values: number[]]} PackedFinding
 */

/**
 * @typedef {object} PackedSentences
 * @property {(string | number)[][]} forms
 * @property {string[]} texts
 * @property {PackedFinding[]} clashes
 * @property {PackedFinding[]} warnings
 */

/** @typedef {Pick<Session, "pk" | "title" | "clashes" | "warnings">} Said */

/**
 * Give each session what is said of it.
 * @param {PackedSentences} packed
 * @param {Iterable<Said>} sessions
 */
export function readSentences({ forms, texts, ...findings }, sessions) {
  const byPk = new Map([...sessions].map((session) => [Number(session.pk), session]));
  /** @param {number} value */
  const textOf = (value) => (value < 0 ? byPk.get(-value)?.title : texts[value]) ?? "";
  for (const kind of /** @type {const} */ (["clashes", "warnings"])) {
    for (const session of byPk.values()) session[kind] = [];
    for (const [pks, form, ...values] of findings[kind]) {
      const pieces = forms[form] ?? [];
      const sentence = pieces
        .map((piece) => (typeof piece === "number" ? textOf(values[piece] ?? 0) : piece))
        .join("");
      for (const pk of pks) byPk.get(pk)?.[kind].push(sentence);
    }
  }
}
