// Times: what is on at this moment, and the reader's own time zone, always labelled.
// Attach with data-behaviour="times" and data-zone (IANA); sessions hold two <time datetime>.

/** @type {HTMLElement | null} */
const tools = document.querySelector("[data-behaviour='times']");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const { lang } = document.documentElement;
// The portal writes British dates.
const language = lang === "en" ? "en-GB" : lang;
// Latin digits everywhere, as the pages themselves print them. Made once: a page has hundreds of
// times, and each new formatter costs more than all that it writes.
/** @param {string | undefined} timeZone */
const clock = (timeZone) =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
/** @param {string | undefined} timeZone */
const day = (timeZone) => new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
const here = { clock: clock(own), day: day(own) };
const forum = tools?.dataset.zone;
const there = { clock: clock(forum), day: day(forum) };
/** @type {Intl.DateTimeFormatOptions} */
const shortDay = { weekday: "short", day: "numeric", month: "short", timeZone: own };
const dates = {
  short: new Intl.DateTimeFormat(`${language}-u-nu-latn`, shortDay),
  full: new Intl.DateTimeFormat(`${language}-u-nu-latn`, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: own,
  }),
};
// As the server writes: no comma after an English weekday.
/**
 * @param {Intl.DateTimeFormat} date
 * @param {Date} moment
 */
const dateText = (date, moment) =>
  lang === "en" ? date.format(moment).replace(", ", " ") : date.format(moment);
// The choice holds for every page on this device, until it is changed.
const CHOICE = "times-in-own-zone";

/** @returns {NodeListOf<HTMLTimeElement>} */
function moments() {
  return document.querySelectorAll(
    "[data-session] time, .slot__time time, .agenda-grid__time time, .detail__aside time",
  );
}

// The name of the reader's zone in the language of the page, with its offset: as the server writes.
/**
 * @param {Date} moment
 * @param {string} pattern
 */
function ownName(moment, pattern) {
  const nameOf = (/** @type {string} */ locale, /** @type {"longGeneric" | "longOffset"} */ kind) =>
    new Intl.DateTimeFormat(locale, { timeZone: own, timeZoneName: kind })
      .formatToParts(moment)
      .find((part) => part.type === "timeZoneName")?.value ?? own;
  const [, sign = "+", hours = "0", minutes = "00"] =
    /GMT([+-])(\d+):(\d+)/.exec(nameOf("en", "longOffset")) ?? [];
  const rest = minutes === "00" ? "" : `:${minutes}`;
  const offset = `${sign === "-" ? "−" : "+"}${Number(hours)}${rest}`;
  return pattern.replace("{zone}", nameOf(language, "longGeneric")).replace("{offset}", offset);
}

// A time in the reader's zone, with its date where that is not the one which stands before it.
/**
 * @param {HTMLTimeElement} time
 * @param {string} comma
 */
function ownTime(time, comma) {
  const moment = new Date(time.dateTime);
  const before = time.parentElement?.querySelector("time");
  const isEnd = before && before !== time && time.parentElement?.matches(".hours");
  const lead = (isEnd ? undefined : dayBefore(time)) ?? undefined;
  const shown = isEnd ? here.day.format(new Date(before.dateTime)) : there.day.format(moment);
  const text = here.clock.format(moment);
  if (here.day.format(moment) === shown) return text;
  if (!lead) return `${dateText(dates.short, moment)}${comma}${text}`;
  const date = /\d{4}/.test(lead.dataset.forum ?? "") ? dates.full : dates.short;
  lead.textContent = `${dateText(date, moment)}${comma}`;
  return text;
}

/**
 * @param {HTMLTimeElement} time
 * @returns {HTMLElement | null}
 */
function dayBefore(time) {
  const first = time.parentElement?.matches(".hours") ? time.parentElement : time;
  const lead = first.previousElementSibling;
  return lead instanceof HTMLElement && lead.dataset.part === "day" ? lead : null;
}

// What else a page says of its times: restored, or replaced by `text`.
/**
 * @param {string} part
 * @param {string | undefined} text
 */
function say(part, text) {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll(`[data-part='${part}']`);
  for (const place of places) {
    place.dataset.forum ??= place.textContent ?? "";
    place.textContent = text ?? place.dataset.forum;
  }
}

/**
 * @param {HTMLElement} tools
 * @param {boolean} isOwn
 */
function showZone(tools, isOwn) {
  const { zoneName = "", zonePattern = "", comma = ", " } = tools.dataset;
  const [first] = moments();
  const name = ownName(new Date(first?.dateTime ?? Date.now()), zonePattern);
  say("day", undefined);
  for (const time of moments()) {
    time.dataset.forum ??= time.textContent ?? "";
    time.textContent = isOwn ? ownTime(time, comma) : time.dataset.forum;
  }
  const label = /** @type {HTMLElement} */ (tools.querySelector("[data-part='label']"));
  label.textContent = isOwn ? `${label.dataset.own} ${name}` : `${label.dataset.forum} ${zoneName}`;
  label.hidden = false;
  // Where a page names the zone beside a time, it names that of the time it shows.
  say("zone", isOwn ? name : undefined);
  say("clock", isOwn ? label.textContent : undefined);
  const button = /** @type {HTMLElement} */ (tools.querySelector("[data-part='switch']"));
  button.dataset.own ??= button.textContent ?? "";
  button.textContent = (isOwn ? button.dataset.forum : button.dataset.own) ?? "";
}

// Browsers that keep nothing for a page refuse even to be asked.
function isChosen() {
  try {
    return localStorage.getItem(CHOICE) !== null;
  } catch {
    return false;
  }
}

/** @param {boolean} isOwn */
function choose(isOwn) {
  try {
    if (isOwn) localStorage.setItem(CHOICE, "yes");
    else localStorage.removeItem(CHOICE);
  } catch {
    // It holds for this page.
  }
}

/** @param {HTMLElement} tools */
function offerZone(tools) {
  const button = /** @type {HTMLElement} */ (tools.querySelector("[data-part='switch']"));
  const differs = [...moments()].some((time) => {
    const moment = new Date(time.dateTime);
    return here.clock.format(moment) !== there.clock.format(moment);
  });
  if (!differs) return;
  tools.hidden = button.hidden = false;
  let isOwn = isChosen();
  if (isOwn) showZone(tools, isOwn);
  button.addEventListener("click", () => {
    isOwn = !isOwn;
    choose(isOwn);
    showZone(tools, isOwn);
  });
}

/**
 * @param {HTMLElement} session
 * @param {Date} now
 */
function isOn(session, now) {
  /** @type {NodeListOf<HTMLTimeElement>} */
  const times = session.querySelectorAll("time[datetime]");
  const [start, end] = [...times].map((one) => new Date(one.dateTime));
  if (!start || !end) return false;
  return start <= now && now < end && session.dataset.status !== "cancelled";
}

/** @param {HTMLElement} tools */
function markLive(tools) {
  const jump = /** @type {HTMLAnchorElement} */ (tools.querySelector("[data-part='jump']"));
  const now = new Date();
  /** @type {HTMLElement | null} */
  let first = null;
  /** @type {NodeListOf<HTMLElement>} */
  const sessions = document.querySelectorAll("article[data-session]");
  for (const session of sessions) {
    const live = isOn(session, now);
    const mark = session.querySelector("[data-part='live']");
    if (live && !mark) {
      const pill = document.createElement("span");
      pill.className = "pill";
      pill.dataset.tone = "good";
      pill.dataset.part = "live";
      pill.textContent = tools.dataset.live ?? "";
      session.querySelector(".facts")?.append(pill);
    } else if (!live) mark?.remove();
    if (live) first ??= session;
  }
  jump.hidden = !first;
  if (first) {
    first.id ||= `now-${first.dataset.session}`;
    jump.hash = first.id;
    tools.hidden = false;
  }
}

/**
 * Draw a line through the grid at the present minute, between the times that stand around it.
 * @param {HTMLElement} grid
 */
function drawPresent(grid) {
  grid.querySelector(".agenda-grid__present")?.remove();
  const now = Date.now();
  /** @type {NodeListOf<HTMLElement>} */
  const times = grid.querySelectorAll(".agenda-grid__time");
  const cells = [...times];
  const places = cells.map((cell) => ({
    moment: Date.parse(cell.querySelector("time")?.dateTime ?? ""),
    top: cell.offsetTop,
  }));
  const last = cells.at(-1);
  if (!last) return;
  const end = Date.parse(grid.dataset.until ?? "");
  places.push({ moment: end, top: last.offsetTop + last.offsetHeight });
  const index = places.findIndex((place) => place.moment > now);
  const [before, after] = [places[index - 1], places[index]];
  if (!before || !after) return;
  const part = (now - before.moment) / (after.moment - before.moment);
  const line = document.createElement("div");
  line.className = "agenda-grid__present";
  line.style.insetBlockStart = `${before.top + part * (after.top - before.top)}px`;
  grid.append(line);
}

/** @param {HTMLElement} tools */
function showPresent(tools) {
  markLive(tools);
  /** @type {NodeListOf<HTMLElement>} */
  const grids = document.querySelectorAll(".agenda-grid");
  grids.forEach(drawPresent);
}

if (tools && language) {
  offerZone(tools);
  showPresent(tools);
  setInterval(showPresent, 60_000, tools);
}
