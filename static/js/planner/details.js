// What is known of one session: what the page says of it, its clashes, and what else can be done.

import { element } from "./block.js";

/** @import { Session } from "./plan.js" */

/** @param {HTMLElement} root */
export function showDetails(root) {
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
  const [panel, live, list] = [part("details"), part("live"), part("clashes")];
  const [links, news] = [part("links"), part("news")];
  const fromHere = part("from-here");
  const open = /** @type {HTMLAnchorElement} */ (part("open"));
  const duplicate = /** @type {HTMLButtonElement} */ (part("duplicate"));

  /** @param {string} text */
  function say(text) {
    live.textContent = text;
  }

  /**
   * @param {string[]} sentences
   * @param {string[]} warnings
   */
  function clashes(sentences, warnings = []) {
    const { wordWarning = "" } = root.dataset;
    list.replaceChildren(
      ...sentences.map((one) => element("li", "", one)),
      ...warnings.map((one) => element("li", "planner__warning", `${wordWarning}: ${one}`)),
    );
  }

  /** @param {Session} session */
  function linksOf(session) {
    links.hidden = !session;
    if (!session) return;
    open.href = session.url;
    duplicate.value = session.pk;
    duplicate.hidden = !session.canMove;
    fromHere.hidden = !session.canMove || !session.place.room;
  }

  // Its name, links and clashes, when it is chosen.
  /**
   * @param {Session} session
   * @param {string} text
   */
  function show(session, text) {
    say(text);
    clashes(session.clashes, session.warnings);
    linksOf(session);
  }

  // At the bottom of the window, or at its top if it would cover this block at the bottom.
  /** @param {HTMLElement | undefined} block */
  function giveWay(block) {
    panel.classList.remove("planner__details--above");
    if (!block) return;
    const [own, other] = [panel.getBoundingClientRect(), block.getBoundingClientRect()];
    const isCovered = other.bottom > own.top && other.top < own.bottom;
    const isHigher = own.height < other.top || other.top > innerHeight / 2;
    panel.classList.toggle("planner__details--above", isCovered && isHigher);
  }

  // What somebody else did: quietly, beside what the page says itself.
  /** @param {string} text */
  function tell(text) {
    news.textContent = text;
  }

  return { say, clashes, show, giveWay, tell };
}
