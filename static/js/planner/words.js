// What the page says, in the language of the reader: sentences come with the page.

import { clock, moment } from "./time.js";
import { EVERYWHERE } from "./plan.js";

/** @import { Place, Plan, Session } from "./plan.js" */
/** @typedef {ReturnType<typeof readWords>} Words */

/**
 * @param {HTMLElement} root
 * @param {Pick<Plan, "lanes">} plan
 */
export function readWords(root, plan) {
  /**
   * @param {string} name
   * @param {Record<string, string>} values
   */
  const word = (name, values = {}) =>
    Object.entries(values).reduce(
      (text, [key, value]) => text.replaceAll(`{${key}}`, value),
      root.dataset[`word${name}`] ?? "",
    );
  /** @type {NodeListOf<HTMLButtonElement>} */
  const days = root.querySelectorAll("button[data-day]");
  const dayNames = new Map([...days].map((one) => [one.dataset.day, one.textContent]));
  const longNames = new Map([...days].map((one) => [one.dataset.day, one.dataset.name]));
  const rooms = new Map(plan.lanes.room.map((one) => [one.key, one.name]));

  /** @param {Place} place */
  const roomOf = (place) =>
    place.room === EVERYWHERE ? word("Everywhere") : (rooms.get(place.room) ?? word("NoRoom"));

  /** @param {Place} place */
  const endOf = (place) => hours(place).split("–")[1] ?? "";

  // Opening, 09:10 to 10:00, Hall B; with the day where it is another one than `day`.
  /**
   * @param {Session} session
   * @param {Place} place
   * @param {string} day
   */
  function where(session, place = session.place, day = place.day) {
    const said = word("Where", {
      title: session.title,
      start: clock(place.start),
      end: endOf(place),
      room: roomOf(place),
    });
    if (place.day === day) return said;
    return word("Day", { day: dayNames.get(place.day) ?? place.day, place: said });
  }

  // 09:10–10:00; an end on another day names it.
  /** @param {Place} place */
  function hours(place) {
    const end = moment(place.day, place.start + place.minutes);
    const [day, time] = end.split("T");
    const range = `${clock(place.start)}–`;
    return day === place.day ? range + time : `${range}${dayNames.get(day) ?? day} ${time}`;
  }

  // Thu 7 Dec, and Thursday 7 December.
  const shortDay = (/** @type {string} */ day) => dayNames.get(day) ?? day;
  const longDay = (/** @type {string} */ day) => longNames.get(day) ?? day;

  return { word, where, hours, shortDay, longDay };
}
