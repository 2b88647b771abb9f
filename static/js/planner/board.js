// Draws one day: lanes side by side, time downwards, sessions as buttons. Places go through the
// CSSOM (`style.setProperty`): the page allows no style attribute.

import { drawBlock, element, put } from "./block.js";
import { sideBySide } from "./layout.js";
import { isUnplanned } from "./plan.js";
import { clock } from "./time.js";

/** @import { Place, Plan, Session } from "./plan.js" */
/** @import { Words } from "./words.js" */
/** @typedef {{ session: Session | null, place: Place | null }} Held */

export class Board {
  /**
   * @param {HTMLElement} root
   * @param {Plan} plan
   * @param {Words} words
   */
  constructor(root, plan, words) {
    const part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
    this.root = root;
    this.plan = plan;
    this.words = words;
    this.scroller = part("board");
    this.sheet = part("sheet");
    this.tray = part("tray");
    this.unplanned = part("unplanned");
    /** @type {keyof Plan["lanes"]} */
    this.by = "room";
    this.isUsedOnly = false;
    this.lanes = plan.lanes.room;
    this.day = plan.days[0] ?? "";
    /** @type {Map<Session, HTMLElement>} */
    this.blocks = new Map();
    this.sheet.style.setProperty("--from", String(plan.from));
    this.sheet.style.setProperty("--to", String(plan.to));
  }

  // Of the rooms or sub-forums in use alone, if asked; what is for all of them always has a lane.
  #lanes() {
    const all = this.plan.lanes[this.by];
    if (!this.isUsedOnly) return all;
    const used = new Set(
      [...this.plan.sessions.values()].map((one) => this.#keyOf(one, one.place)),
    );
    return all.filter(({ key }, at) => at === 0 || used.has(key));
  }

  /**
   * @param {Session} session
   * @param {Place} place
   */
  #keyOf(session, place) {
    return this.by === "room" ? place.room : (session.track ?? "");
  }

  /**
   * @param {Session} session
   * @param {Place} place
   */
  laneOf(session, place) {
    const key = this.#keyOf(session, place);
    return this.lanes.findIndex((one) => one.key === key);
  }

  // Everything of the day again; what is in `hand` stands where it is held.
  /** @param {Held | null} hand */
  draw(hand = null) {
    this.lanes = this.#lanes();
    const active = document.activeElement;
    const focused = active instanceof HTMLElement ? active.dataset.guid : undefined;
    const held = hand?.session && hand.place ? { session: hand.session, place: hand.place } : null;
    const old = this.blocks;
    this.blocks = new Map();
    const placeOf = (/** @type {Session} */ one) =>
      one === held?.session ? held.place : one.place;
    const shown = inOrder([...this.plan.sessions.values()]);
    const loose = shown.filter((one) => isUnplanned(this.plan, placeOf(one)));
    const today = shown.filter((one) => placeOf(one).day === this.day && !loose.includes(one));
    const parts = this.#parts(today.filter((one) => one !== held?.session));
    // The block in hand stays the same one: a finger that rests on it must not lose it.
    const blockOf = (/** @type {Session} */ one) => {
      const kept = one === held?.session ? old.get(one) : null;
      const block = kept ?? drawBlock(one, placeOf(one), this.words);
      put(block, placeOf(one), this.laneOf(one, placeOf(one)), parts.get(one) ?? [0, 1]);
      this.blocks.set(one, block);
      return block;
    };
    this.sheet.style.setProperty("--lanes", String(this.lanes.length));
    this.sheet.replaceChildren(this.#heads(), this.#times(), ...today.map(blockOf));
    this.unplanned.replaceChildren(...loose.map(blockOf));
    // Not while something is in hand: the board would move away under it.
    if (!held) this.tray.classList.toggle("planner__tray--empty", !loose.length);
    if (held) this.hold(held.session, held.place);
    this.#roving(focused);
  }

  // Move the block in hand: nothing else is drawn again.
  /**
   * @param {Session} session
   * @param {Place} place
   */
  hold(session, place) {
    const block = this.blocks.get(session);
    const time = block?.querySelector("time");
    if (!block || !time) return;
    block.classList.add("planner-block--held");
    put(block, place, this.laneOf(session, place), [0, 1]);
    time.textContent = this.words.hours(place);
  }

  /** @param {Session} session */
  focus(session) {
    const block = this.blocks.get(session);
    if (!block) return;
    this.#roving(session.guid);
    block.focus({ preventScroll: true });
    block.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {EventTarget | null} node */
  sessionOf(node) {
    /** @type {HTMLElement | null} */
    const block = node instanceof Element ? node.closest(".planner-block") : null;
    return this.plan.sessions.get(block?.dataset.guid ?? "");
  }

  // Scroll to the first session of the day.
  showFirst() {
    /** @type {HTMLElement | null} */
    const first = this.sheet.querySelector(".planner-block");
    const heads = /** @type {HTMLElement} */ (this.sheet.firstElementChild);
    if (first) this.scroller.scrollTop = first.offsetTop - heads.offsetHeight - 8;
  }

  /** @param {Session[]} sessions */
  #parts(sessions) {
    /** @type {Map<number, Session[]>} */
    const lanes = new Map();
    for (const one of sessions) {
      const lane = this.laneOf(one, one.place);
      lanes.set(lane, [...(lanes.get(lane) ?? []), one]);
    }
    return new Map([...lanes.values()].flatMap((inLane) => [...sideBySide(inLane)]));
  }

  // One stop for the tab key; arrows go on from there.
  /** @param {string | undefined} guid */
  #roving(guid) {
    const all = [...this.blocks.values()];
    const stop = all.find((one) => one.dataset.guid === guid) ?? all[0];
    for (const one of all) one.tabIndex = one === stop ? 0 : -1;
    if (guid && stop?.dataset.guid === guid) stop.focus({ preventScroll: true });
  }

  #heads() {
    const heads = this.lanes.map(({ name, note }) => {
      const head = element("div", "planner__head", name);
      if (note) head.append(element("small", "", note));
      return head;
    });
    const bar = element("div", "planner__heads");
    bar.append(...heads);
    return bar;
  }

  #times() {
    const bar = element("div", "planner__times");
    for (let minutes = this.plan.from; minutes < this.plan.to; minutes += 60) {
      bar.append(element("div", "planner__time", clock(minutes)));
    }
    return bar;
  }
}

/** @param {Session[]} sessions */
const inOrder = (sessions) =>
  sessions.sort((a, b) => a.place.day.localeCompare(b.place.day) || a.place.start - b.place.start);
