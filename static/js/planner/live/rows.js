// Sessions that the server sends as values become rows of the table, as it writes them itself.

import { EVERYWHERE } from "../plan.js";

/** @import { Words } from "../words.js" */

/**
 * A text in the language of the reader; in another one with its tag and direction.
 * @typedef {string | [text: string, lang: string, dir: string]} Text
 */

/**
 * As programme/editing/board_values.py says it.
 * @typedef {object} Values
 * @property {string[]} days
 * @property {[room: string, venue: string, name: Text][]} places
 * @property {[number: number | string, colour: string, title: Text][]} sub_forums
 * @property {[guid: string, pk: number, seen: number, day: number, start: number, minutes: number,
 *   place: number, subForum: number, title: Text, isFixed?: boolean,
 *   isCancelled?: boolean][]} sessions
 */

/** @param {Text} text */
function nodeOf(text) {
  if (typeof text === "string") return document.createTextNode(text);
  const span = document.createElement("span");
  [span.textContent, span.lang, span.dir] = text;
  return span;
}

/**
 * @param {HTMLElement} root
 * @param {Values} values
 * @param {Words} words
 */
export function makeRows(root, values, words) {
  const address = root.dataset.session ?? "";
  const rows = document.createElement("tbody");
  for (const [guid, pk, seen, ...session] of values.sessions) {
    const [day, start, minutes, at, track, title, isFixed, isCancelled] = session;
    const [room, venue, roomName] = values.places[at] ?? ["", "", ""];
    const [number, colour, subForum] = values.sub_forums[track] ?? ["", "", ""];
    const place = { day: values.days[day] ?? "", start, minutes, room };
    const row = document.createElement("tr");
    const facts = { guid, pk, seen, ...place, venue, track: number, colour };
    for (const [name, fact] of Object.entries(facts)) row.dataset[name] = String(fact);
    if (!isFixed) row.dataset.movable = "";
    if (isCancelled) row.dataset.cancelled = "";

    const hours = document.createElement("bdi");
    hours.textContent = words.hours(place);
    const link = document.createElement("a");
    link.href = address.replace("/0/", `/${pk}/`);
    link.append(nodeOf(title));
    const name = document.createElement("th");
    name.scope = "row";
    name.append(link, ...(isCancelled ? [` (${words.word("Cancelled")})`] : []));
    row.insertCell().append(...(room ? [] : [`${words.shortDay(place.day)} `]), hours);
    row.append(name);
    row.insertCell().append(room === EVERYWHERE ? words.word("Everywhere") : nodeOf(roomName));
    row.insertCell().append(...(number ? [`${number} `, nodeOf(subForum)] : []));
    // What the checks say comes with the table, when that is opened.
    row.insertCell();
    row.insertCell().append(...(isFixed ? [] : [duplicate(pk, words)]));
    rows.append(row);
  }
  return rows;
}

/**
 * @param {number} pk
 * @param {Words} words
 */
function duplicate(pk, words) {
  const button = document.createElement("button");
  button.type = "submit";
  button.className = "button";
  button.setAttribute("form", "duplicate");
  button.name = "session";
  button.value = String(pk);
  button.textContent = words.word("Duplicate");
  return button;
}
