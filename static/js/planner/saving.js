// Saves what was dropped, one after the other, and takes it back again.

/** @import { Place, Session } from "./plan.js" */
/** @import { Outcome, Server } from "./server.js" */

export class Saving {
  // `after(session, outcome, isUndo)`: the row says where it stands now, whatever came of it.
  /**
   * @param {Pick<Server, "move">} server
   * @param {{ disabled: boolean }} button
   * @param {(session: Session, outcome: Outcome, isUndo: boolean) => void} after
   */
  constructor(server, button, after) {
    this.server = server;
    this.button = button;
    this.after = after;
    /** @type {{ session: Session, before: Place }[]} */
    this.done = [];
    this.queue = Promise.resolve();
  }

  /**
   * @param {Session} session
   * @param {Place} before
   */
  save(session, before) {
    this.#queue(session, before, session.place, false);
  }

  undo() {
    const last = this.done.pop();
    if (!last) return;
    const { session, before } = last;
    const now = session.place;
    session.place = before;
    this.#queue(session, now, before, true);
  }

  // In order: the version that a save names is known once the save before has been answered.
  /**
   * @param {Session} session
   * @param {Place} before
   * @param {Place} place
   * @param {boolean} isUndo
   */
  #queue(session, before, place, isUndo) {
    this.queue = this.queue.then(async () => {
      const outcome = await this.server.move(session, place);
      if (outcome.status === 200 && !isUndo) this.done.push({ session, before });
      if (outcome.place) {
        const { seen, ...where } = outcome.place;
        Object.assign(session, { seen, place: where });
      } else session.place = before;
      this.#offer();
      this.after(session, outcome, isUndo);
    });
    this.#offer();
  }

  #offer() {
    this.button.disabled = this.done.length === 0;
  }
}
