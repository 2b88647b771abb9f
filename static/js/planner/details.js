// What is known of one session: what the page says of it, its clashes, and what else can be done.

import { element } from "./block.js";

/** @import { Session } from "./plan.js" */

/** @param {HTMLElement} root */
export function showDetails(root) {
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
  const [live, list, links] = [part("live"), part("clashes"), part("links")];
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

  return { say, clashes, show };
}
