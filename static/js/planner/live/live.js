// What others change while the board is open: asked every few seconds, as long as it can be seen.

import { merge } from "../merge.js";
import { readSessions } from "../plan.js";
import { makeRows } from "./rows.js";
import { readSentences } from "./sentences.js";

/** @import { Plan, Session } from "../plan.js" */
/** @import { Values } from "./rows.js" */
/** @import { PackedSentences } from "./sentences.js" */
/** @import { Words } from "../words.js" */

const EVERY = 3000;
const SLOWEST = 60_000;

/**
 * What the server answers: the sessions that changed, and who changed them, by guid.
 * @typedef {object} Changes
 * @property {string} since
 * @property {Values} board
 * @property {string[]} gone
 * @property {Record<string, string>} authors
 * @property {PackedSentences} sentences
 */

/**
 * `held` is the session in hand; nothing of it changes before it is let go.
 * @typedef {object} Page
 * @property {() => Session | null} held
 * @property {() => boolean} isBusy
 * @property {() => void} changed
 * @property {(session: Session) => void} gone
 * @property {(text: string) => void} news
 */

/**
 * @param {HTMLElement} root
 * @param {Plan} plan
 * @param {Words} words
 * @param {Page} page
 */
export function listenToOthers(root, plan, words, page) {
  let since = root.dataset.since ?? "";
  let etag = "";
  let wait = EVERY;
  let timer = 0;
  /** @type {Session[]} */
  let kept = [];

  /** @param {Changes} changes */
  function apply(changes) {
    const held = page.held();
    const isFirst = etag === "";
    const { authors, gone } = changes;
    const rows = makeRows(root, changes.board, words);
    const found = merge(plan.sessions, readSessions(rows), gone, held);
    kept = found.kept;
    for (const session of found.gone) page.gone(session);
    readSentences(changes.sentences, plan.sessions.values());
    since = changes.since;
    page.changed();
    if (isFirst) return;
    const told = found.told.filter(({ session }) => authors[session.guid]);
    if (told.length) page.news(newsOf(told, authors));
  }

  /**
   * @param {{ session: Session, what: string }[]} told
   * @param {Record<string, string>} authors
   */
  function newsOf(told, authors) {
    const sentences = told.slice(0, 2).map(({ session, what }) => {
      const name = authors[session.guid] ?? "";
      if (session === page.held()) return words.word("HeldBy", { name });
      return words.word(what, { name, place: words.where(session, session.place, "") });
    });
    if (told.length <= 2) return sentences.join(" ");
    const name = authors[told[0]?.session.guid ?? ""] ?? "";
    return words.word("ManyBy", { name, count: String(told.length) });
  }

  // What was held back while its session was in hand.
  function applyKept() {
    if (!kept.length || page.held() || page.isBusy()) return;
    merge(plan.sessions, kept, [], null);
    kept = [];
    page.changed();
  }

  async function ask() {
    // The page has the sessions of one day; the first answer brings the others.
    const query = new URLSearchParams({ since, ...(etag ? {} : { day: root.dataset.day ?? "" }) });
    /** @type {Record<string, string>} */
    const headers = etag ? { "If-None-Match": etag } : {};
    const options = { headers, cache: /** @type {const} */ ("no-store") };
    const answer = await fetch(`${root.dataset.url}changes/?${query}`, options).catch(() => null);
    if (!answer || answer.status >= 500) {
      wait = Math.min(wait * 2, SLOWEST);
      return;
    }
    wait = EVERY;
    if (answer.status === 304) applyKept();
    else if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) {
      const changes = await answer.json();
      // A save on its way knows more: ask again after it.
      if (!page.isBusy()) take(changes, answer.headers.get("ETag") ?? "");
    } else {
      // Logged out, or no longer in the team.
      wait = 0;
      page.news(words.word("Stale"));
    }
  }

  /**
   * @param {Changes} changes
   * @param {string} revision
   */
  function take(changes, revision) {
    apply(changes);
    etag = revision;
    root.dataset.ready = "";
  }

  async function turn() {
    clearTimeout(timer);
    if (document.hidden || !wait) return;
    await ask();
    clearTimeout(timer);
    if (wait) timer = setTimeout(turn, wait);
  }

  document.addEventListener("visibilitychange", turn);
  turn();
}
