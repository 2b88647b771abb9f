// What is known of one session: what the page says of it, its clashes, and what else can be done.

import { element } from "./block.js";

export function showDetails(root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const [live, list, links] = [part("live"), part("clashes"), part("links")];

  function say(text) {
    live.textContent = text;
  }

  function clashes(sentences) {
    list.replaceChildren(...sentences.map((one) => element("li", "", one)));
  }

  function linksOf(session) {
    links.hidden = !session;
    if (!session) return;
    part("open").href = session.url;
    part("duplicate").value = session.pk;
    part("duplicate").hidden = !session.canMove;
  }

  // Its name, links and clashes, when it is chosen.
  function show(session, text) {
    say(text);
    clashes(session.clashes);
    linksOf(session);
  }

  return { say, clashes, show };
}
