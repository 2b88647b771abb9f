// The session in hand, whichever way it was taken: mouse, finger and keyboard all move it here.

import { isSame, within } from "./plan.js";
import { STEP } from "./time.js";

export class Hand {
  // `tell`: what happened, for the page to say and to save (see main.js).
  constructor(plan, board, tell) {
    Object.assign(this, { plan, board, tell });
    this.session = null;
    this.place = null;
  }

  get isHolding() {
    return this.session !== null;
  }

  pick(session) {
    if (!session.canMove) return this.tell.fixed(session);
    this.session = session;
    this.place = { ...session.place };
    this.board.focus(session);
    this.board.hold(session, this.place);
    return this.tell.picked(session, this.place);
  }

  // To a place that may differ in some of day, start, minutes and room.
  to(change) {
    const before = this.place;
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

  later(minutes) {
    this.to({ start: this.place.start + minutes });
  }

  longer(minutes) {
    this.to({ minutes: this.place.minutes + minutes });
  }

  // Before the first lane stands the tray: no room.
  across(step) {
    if (this.board.by !== "room") return this.tell.needsRooms();
    const keys = ["", ...this.board.lanes.map((one) => one.key)];
    const at = keys.indexOf(this.place.room) + step;
    return this.to({ room: keys[Math.min(Math.max(at, 0), keys.length - 1)] });
  }

  onDay(step) {
    const { days } = this.plan;
    const at = Math.max(days.indexOf(this.place.day), 0) + step;
    this.to({ day: days[Math.min(Math.max(at, 0), days.length - 1)] });
  }

  putBack() {
    const session = this.#open();
    if (this.plan.days.includes(session.place.day)) this.tell.day(session.place.day);
    this.#close(session);
    this.tell.putBack(session);
  }

  drop() {
    const place = this.place;
    const session = this.#open();
    if (isSame(place, session.place)) {
      this.#close(session);
      return this.tell.putBack(session);
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

  #close(session) {
    this.board.draw();
    this.board.focus(session);
  }
}
