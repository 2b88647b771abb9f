// Saves what was dropped, one after the other, and takes it back again.

/** @import { Place, Session } from "./plan.js" */
/** @import { Outcome, Server } from "./server.js" */

/**
 * What the page does once the server has answered, whatever came of it.
 * @typedef {object} After
 * @property {(session: Session, outcome: Outcome, isUndo: boolean) => void} moved
 * @property {(sessions: Session[], outcome: Outcome, isUndo: boolean) => void} shifted
 */

export class Saving {
  /**
   * @param {Pick<Server, "move" | "shift">} server
   * @param {{ disabled: boolean }} button
   * @param {After} after
   */
  constructor(server, button, after) {
    this.server = server;
    this.button = button;
    this.after = after;
    // How to take back each save.
    /** @type {(() => void)[]} */
    this.done = [];
    this.queue = Promise.resolve();
    this.waiting = 0;
  }

  get isBusy() {
    return this.waiting > 0;
  }

  /**
   * @param {Session} session
   * @param {Place} before
   */
  save(session, before) {
    this.#move(session, before, session.place, false);
  }

  // Many sessions later by as many minutes, all or none, taken back as one.
  /**
   * @param {Session[]} sessions
   * @param {number} minutes
   */
  shift(sessions, minutes) {
    this.#shift(sessions, minutes, false);
  }

  undo() {
    this.done.pop()?.();
  }

  /**
   * @param {Session} session
   * @param {Place} before
   * @param {Place} place
   * @param {boolean} isUndo
   */
  #move(session, before, place, isUndo) {
    this.#queue(async () => {
      const outcome = await this.server.move(session, place);
      if (outcome.status === 200 && !isUndo) {
        this.done.push(() => {
          const now = session.place;
          session.place = before;
          this.#move(session, now, before, true);
        });
      }
      if (outcome.place) put(session, outcome.place);
      else session.place = before;
      this.#offer();
      this.after.moved(session, outcome, isUndo);
    });
  }

  /**
   * @param {Session[]} sessions
   * @param {number} minutes
   * @param {boolean} isUndo
   */
  #shift(sessions, minutes, isUndo) {
    this.#queue(async () => {
      const outcome = await this.server.shift(sessions, minutes, "apply");
      if (outcome.status === 200 && !isUndo) {
        this.done.push(() => this.#shift(sessions, -minutes, true));
      }
      for (const session of sessions) {
        const place = outcome.places?.[session.guid];
        if (place) put(session, place);
      }
      this.#offer();
      this.after.shifted(sessions, outcome, isUndo);
    });
  }

  // In order: the version that a save names is known once the save before has been answered.
  /** @param {() => Promise<void>} job */
  #queue(job) {
    this.waiting += 1;
    this.queue = this.queue.then(job).finally(() => {
      this.waiting -= 1;
    });
    this.#offer();
  }

  #offer() {
    this.button.disabled = this.done.length === 0;
  }
}

/**
 * @param {Session} session
 * @param {Place & { seen: string }} answer
 */
function put(session, { seen, ...place }) {
  Object.assign(session, { seen, place });
}
