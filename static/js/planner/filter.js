// Which rooms and sub-forums are shown: the boxes of the form, and the address.

/** @import { Lane, Session } from "./plan.js" */

export class Filter {
  // `change`: what to do once another choice was made.
  /**
   * @param {HTMLElement} root
   * @param {() => void} change
   */
  constructor(root, change) {
    this.form = /** @type {HTMLFormElement} */ (root.querySelector("[data-part=filter]"));
    this.isUsedOnly = false;
    /** @type {Set<string>} */
    this.venues = new Set();
    /** @type {Set<string>} */
    this.rooms = new Set();
    /** @type {Set<string>} */
    this.tracks = new Set();
    /** @type {(name: string) => HTMLElement} */
    const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
    this.all = part("all");
    part("apply-filter").hidden = true;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", () => {
      this.#read();
      change();
    });
    this.all.addEventListener("click", (event) => {
      event.preventDefault();
      this.clear();
      change();
    });
    this.#read();
  }

  /** @param {string} name */
  #chosen(name) {
    return new Set(new FormData(this.form).getAll(name).map(String));
  }

  // What is for all rooms, or for the whole forum, is in each choice.
  /**
   * @param {Lane[]} lanes
   * @param {"room" | "track"} by
   */
  lanes(lanes, by) {
    const { venues, rooms, tracks } = this;
    const [first, ...others] = lanes;
    if (by === "track") return tracks.size ? lanes.filter(({ key }) => tracks.has(key)) : lanes;
    if (!first || venues.size + rooms.size === 0) return lanes;
    return [first, ...others.filter(({ key, venue }) => venues.has(venue) || rooms.has(key))];
  }

  // Whether a session is of another sub-forum than those chosen.
  /** @param {Pick<Session, "track">} session */
  isAside({ track }) {
    return this.tracks.size > 0 && !this.tracks.has(track ?? "");
  }

  clear() {
    this.isUsedOnly = false;
    for (const box of this.#boxes()) box.checked = false;
    this.#read();
  }

  /** @param {URLSearchParams} query */
  write(query) {
    for (const name of ["venue", "room", "track"]) {
      for (const value of this.#chosen(name)) query.append(name, value);
    }
    if (this.isUsedOnly) query.set("used", "1");
  }

  #boxes() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = this.form.querySelectorAll("input[type=checkbox]");
    return boxes;
  }

  #read() {
    this.venues = this.#chosen("venue");
    this.rooms = this.#chosen("room");
    this.tracks = this.#chosen("track");
    const counts = { places: this.venues.size + this.rooms.size, tracks: this.tracks.size };
    for (const [name, count] of Object.entries(counts)) {
      const badge = this.form.querySelector(`[data-count=${name}]`);
      if (!(badge instanceof HTMLElement)) continue;
      badge.hidden = count === 0;
      badge.textContent = String(count);
    }
    this.all.hidden = counts.places + counts.tracks === 0;
  }
}
