// A session as a block: a button with its time, title, and the number and colour of its sub-forum.

/** @import { Place, Session } from "./plan.js" */
/** @import { Words } from "./words.js" */

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {string} text
 */
export function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

// Where it stands: minutes, lane, and its part of the lane, for static/css/planner.css.
/**
 * @param {HTMLElement} block
 * @param {Place} place
 * @param {number} lane
 * @param {[part: number, parts: number]} share
 */
export function put(block, place, lane, [part, parts]) {
  const values = { start: place.start, minutes: place.minutes, lane, part, parts };
  for (const [name, value] of Object.entries(values)) {
    block.style.setProperty(`--${name}`, String(value));
  }
}

// What a screen reader says of it.
/**
 * @param {Session} session
 * @param {Place} place
 * @param {Pick<Words, "word" | "where">} words
 */
export function nameOf(session, place, { word, where }) {
  const track = session.track ? [word("SubForum", { number: session.track })] : [];
  const clashes = session.clashes.length ? [`${word("Clash")}: ${session.clashes.join(" ")}`] : [];
  const warned = session.warnings;
  const warnings = warned.length ? [`${word("Warning")}: ${warned.join(" ")}`] : [];
  return [where(session, place), ...track, ...clashes, ...warnings].join(". ");
}

/**
 * @param {Session} session
 * @param {Place} place
 * @param {Words} words
 */
export function drawBlock(session, place, words) {
  const block = element("button", "planner-block");
  block.type = "button";
  block.dataset.guid = session.guid;
  if (session.colour) block.classList.add(session.colour);
  if (session.clashes.length) block.classList.add("planner-block--clashes");
  if (session.isCancelled) block.classList.add("planner-block--cancelled");
  if (!session.canMove) block.classList.add("planner-block--fixed");
  block.setAttribute("aria-label", nameOf(session, place, words));
  const line = element("span", "planner-block__line");
  if (session.track) line.append(element("span", "track__number", session.track));
  line.append(element("time", "", words.hours(place)));
  const title = element("span", "planner-block__title");
  title.append(...session.titleNodes());
  block.append(line, title);
  if (session.clashes.length) {
    line.append(element("strong", "planner-block__clash", words.word("Clash")));
  } else if (session.warnings.length) {
    line.append(element("strong", "planner-block__warning", words.word("Warning")));
  }
  if (session.canMove) block.append(element("span", "planner-block__edge"));
  return block;
}
