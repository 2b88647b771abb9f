// The session in hand, whichever way it was taken: mouse, finger and keyboard all move it here.

import { isSame, within } from "./plan.js";
import { STEP } from "./time.js";

/** @import { Board } from "./board.js" */
/** @import { Place, Plan, Session } from "./plan.js" */

/**
 * @typedef {object} Tell
 * @property {(day: string) => void} day
 * @property {(session: Session) => void} fixed
 * @property {() => void} needsRooms
 * @property {(session: Session, place: Place) => void} picked
 * @property {(session: Session, place: Place) => void} moved
 * @property {(session: Session) => void} restore
 * @property {(session: Session, before: Place) => void} dropped
 */

export class Hand {
  // `tell`: what happened, for the page to say and to save (see main.js).
  /**
   * @param {Pick<Plan, "days" | "from" | "to">} plan
   * @param {Pick<Board, "by" | "day" | "draw" | "focus" | "hold" | "lanes">} board
   * @param {Tell} tell
   */
  constructor(plan, board, tell) {
    this.plan = plan;
    this.board = board;
    this.tell = tell;
    /** @type {Session | null} */
    this.session = null;
    /** @type {Place | null} */
    this.place = null;
  }

  get isHolding() {
    return this.session !== null;
  }

  /** @param {Session} session */
  pick(session) {
    if (!session.canMove) return this.tell.fixed(session);
    this.session = session;
    this.place = { ...session.place };
    this.board.focus(session);
    this.board.hold(session, this.place);
    return this.tell.picked(session, this.place);
  }

  // To a place that may differ in some of day, start, minutes and room.
  /** @param {Partial<Place>} change */
  to(change) {
    const before = this.place;
    if (!this.session || !before) return;
    const isOnBoard = this.plan.days.includes(before.day);
    const place = isOnBoard ? before : { ...before, day: this.board.day };
    this.place = within(this.plan, { ...place, ...change }, STEP);
    if (isSame(before, this.place)) return;
    const changesHouse = !before.room !== !this.place.room || before.day !== this.place.day;
    if (this.place.day !== this.board.day) this.tell.day(this.place.day);
    if (changesHouse) this.board.draw(this);
    else this.board.hold(this.session, this.place);
    this.tell.moved(this.session, this.place);
  }

  /** @param {number} minutes */
  later(minutes) {
    if (this.place) this.to({ start: this.place.start + minutes });
  }

  /** @param {number} minutes */
  longer(minutes) {
    if (this.place) this.to({ minutes: this.place.minutes + minutes });
  }

  // Before the first lane stands the tray: no room.
  /** @param {number} step */
  across(step) {
    if (!this.place) return;
    if (this.board.by !== "room") return this.tell.needsRooms();
    const keys = ["", ...this.board.lanes.map((one) => one.key)];
    const at = keys.indexOf(this.place.room) + step;
    this.to({ room: keys[Math.min(Math.max(at, 0), keys.length - 1)] });
  }

  /** @param {number} step */
  onDay(step) {
    const { days } = this.plan;
    if (!this.place) return;
    const at = Math.max(days.indexOf(this.place.day), 0) + step;
    this.to({ day: days[Math.min(Math.max(at, 0), days.length - 1)] });
  }

  restore() {
    const session = this.#open();
    if (!session) return;
    if (this.plan.days.includes(session.place.day)) this.tell.day(session.place.day);
    this.#close(session);
    this.tell.restore(session);
  }

  drop() {
    const place = this.place;
    const session = this.#open();
    if (!session || !place) return;
    if (isSame(place, session.place)) {
      this.#close(session);
      return this.tell.restore(session);
    }
    const before = session.place;
    session.place = place;
    this.#close(session);
    return this.tell.dropped(session, before);
  }

  #open() {
    const { session } = this;
    this.session = this.place = null;
    return session;
  }

  /** @param {Session} session */
  #close(session) {
    this.board.draw();
    this.board.focus(session);
  }
}
