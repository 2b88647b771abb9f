// Draws one day: lanes side by side, time downwards, sessions as buttons. Places go through the
// CSSOM (`style.setProperty`): the page allows no style attribute.

import { drawBlock, element, put } from "./block.js";
import { sideBySide } from "./layout.js";
import { isUnplanned } from "./plan.js";
import { clock, STEP } from "./time.js";

/** @import { Place, Plan, Session } from "./plan.js" */
/** @import { Filter } from "./filter.js" */
/** @import { Words } from "./words.js" */
/** @typedef {{ session: Session | null, place: Place | null }} Held */

export class Board {
  /**
   * @param {HTMLElement} root
   * @param {Plan} plan
   * @param {Words} words
   * @param {Filter} filter
   */
  constructor(root, plan, words, filter) {
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
    this.filter = filter;
    this.lanes = plan.lanes.room;
    /** @type {Map<string, number>} */
    this.laneByKey = new Map();
    this.day = plan.days[0] ?? "";
    /** @type {Set<Session>} */
    this.chosen = new Set();
    // By how many minutes the chosen sessions are drawn later, before that is saved.
    this.shift = 0;
    this.afterDraw = () => {};
    /** @type {Map<Session, HTMLElement>} */
    this.blocks = new Map();
    this.sheet.style.setProperty("--from", String(plan.from));
    this.sheet.style.setProperty("--to", String(plan.to));
  }

  // Those that the filter shows; what is for all of them always has a lane.
  #lanes() {
    const all = this.filter.lanes(this.plan.lanes[this.by], this.by);
    if (!this.filter.isUsedOnly) return all;
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
    return this.laneByKey.get(this.#keyOf(session, place)) ?? -1;
  }

  // Whether it can be seen on its day, or in the tray.
  /**
   * @param {Session} session
   * @param {Place} place
   */
  isShown(session, place) {
    return isUnplanned(this.plan, place) || this.laneOf(session, place) >= 0;
  }

  // By time, and from lane to lane, as they are read.
  inOrder() {
    return [...this.plan.sessions.values()].sort(
      (a, b) =>
        a.place.day.localeCompare(b.place.day) ||
        a.place.start - b.place.start ||
        this.laneOf(a, a.place) - this.laneOf(b, b.place),
    );
  }

  // Where a session is drawn: in hand, or as the chosen ones are about to be moved.
  /**
   * @param {Session} session
   * @param {Held | null} held
   * @returns {Place}
   */
  #placeOf(session, held) {
    if (session === held?.session && held.place) return held.place;
    if (!this.shift || !this.chosen.has(session)) return session.place;
    return { ...session.place, start: session.place.start + this.shift };
  }

  // Everything of the day again; what is in `hand` stands where it is held.
  /** @param {Held | null} hand */
  draw(hand = null) {
    this.lanes = this.#lanes();
    this.laneByKey = new Map(this.lanes.map(({ key }, at) => [key, at]));
    const active = document.activeElement;
    const focused = active instanceof HTMLElement ? active.dataset.guid : undefined;
    const held = hand?.session && hand.place ? { session: hand.session, place: hand.place } : null;
    const old = this.blocks;
    this.blocks = new Map();
    const placeOf = (/** @type {Session} */ one) => this.#placeOf(one, held);
    const shown = this.inOrder().filter(
      (one) => one === held?.session || this.isShown(one, placeOf(one)),
    );
    const loose = shown.filter((one) => isUnplanned(this.plan, placeOf(one)));
    const planned = shown.filter((one) => !isUnplanned(this.plan, placeOf(one)));
    const today = planned.filter((one) => placeOf(one).day === this.day);
    const parts = this.#parts(today.filter((one) => one !== held?.session));
    // The block in hand stays the same one: a finger that rests on it must not lose it.
    const blockOf = (/** @type {Session} */ one) => {
      const kept = one === held?.session ? old.get(one) : null;
      const block = kept ?? drawBlock(one, placeOf(one), this.words);
      put(block, placeOf(one), this.laneOf(one, placeOf(one)), parts.get(one) ?? [0, 1]);
      this.#mark(one, block);
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

  /**
   * @param {Session} session
   * @param {HTMLElement} block
   */
  #mark(session, block) {
    const isChosen = this.chosen.has(session);
    block.classList.toggle("planner-block--chosen", isChosen);
    block.classList.toggle("planner-block--shifted", isChosen && this.shift !== 0);
    block.classList.toggle("planner-block--aside", this.filter.isAside(session));
    if (isChosen) block.setAttribute("aria-pressed", "true");
    else block.removeAttribute("aria-pressed");
  }

  // Show again which sessions are chosen; nothing else is drawn again.
  markChosen() {
    for (const [session, block] of this.blocks) this.#mark(session, block);
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

  // Move the chosen blocks by minutes, as far as the board goes: nothing else is drawn again.
  /** @param {number} minutes */
  shiftChosen(minutes) {
    const starts = [...this.chosen].map((one) => one.place.start);
    const least = this.plan.from - Math.min(...starts);
    const most = this.plan.to - STEP - Math.max(...starts);
    this.shift = Math.min(Math.max(minutes, least), most);
    for (const session of this.chosen) {
      const block = this.blocks.get(session);
      if (!block || isUnplanned(this.plan, session.place)) continue;
      const place = this.#placeOf(session, null);
      block.style.setProperty("--start", String(place.start));
      const time = block.querySelector("time");
      if (time) time.textContent = this.words.hours(place);
      this.#mark(session, block);
    }
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
    if (!first) return;
    const heads = /** @type {HTMLElement} */ (this.sheet.firstElementChild);
    first.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.scroller.scrollTop = first.offsetTop - heads.offsetHeight - 8;
    scrollTo({ top: 0 });
  }

  // The first lane that can be seen whole, and how many can.
  view() {
    const { lane, times } = this.#sizes();
    const at = Math.abs(this.scroller.scrollLeft);
    const whole = Math.floor((this.scroller.clientWidth - times) / lane);
    return { first: Math.ceil((at - 1) / lane), whole };
  }

  /** @param {number} lane */
  scrollToLane(lane) {
    const isRtl = getComputedStyle(this.sheet).direction === "rtl";
    this.scroller.scrollLeft = lane * this.#sizes().lane * (isRtl ? -1 : 1);
  }

  // The earliest session in a lane.
  /** @param {number} lane */
  firstIn(lane) {
    return [...this.blocks.keys()].find(
      (one) => !isUnplanned(this.plan, one.place) && this.laneOf(one, one.place) === lane,
    );
  }

  #sizes() {
    const width = (/** @type {string} */ selector) =>
      this.sheet.querySelector(selector)?.getBoundingClientRect().width || 1;
    return { lane: width(".planner__head"), times: width(".planner__times") };
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
    const corner = element("div", "planner__corner", this.words.shortDay(this.day));
    bar.append(corner, ...heads);
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
