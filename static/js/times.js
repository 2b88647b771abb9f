// Times: what is on at this moment, and the reader's own time zone, always labelled.
// Attach with data-behaviour="times" and data-zone (IANA); sessions hold two <time datetime>.

/** @type {HTMLElement | null} */
const tools = document.querySelector("[data-behaviour='times']");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const language = document.documentElement.lang;
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

/** @returns {NodeListOf<HTMLTimeElement>} */
function moments() {
  return document.querySelectorAll(
    "[data-session] time, .slot__time time, .agenda-grid__time time, .detail__aside time",
  );
}

/** @param {Date} moment */
function shift(moment) {
  const dayIn = (/** @type {typeof here} */ zone) => Date.parse(zone.day.format(moment));
  const days = Math.round((dayIn(here) - dayIn(there)) / 86_400_000);
  return days ? ` (${days > 0 ? "+" : "−"}${Math.abs(days)})` : "";
}

/**
 * @param {HTMLElement} tools
 * @param {boolean} isOwn
 */
function showZone(tools, isOwn) {
  for (const time of moments()) {
    time.dataset.forum ??= time.textContent ?? "";
    const moment = new Date(time.dateTime);
    time.textContent = isOwn ? here.clock.format(moment) + shift(moment) : time.dataset.forum;
  }
  const label = /** @type {HTMLElement} */ (tools.querySelector("[data-part='label']"));
  label.textContent = isOwn
    ? `${label.dataset.own} ${own}`
    : `${label.dataset.forum} ${tools.dataset.zoneName}`;
  // Where a page names the zone beside a time, it names that of the time it shows.
  /** @type {NodeListOf<HTMLElement>} */
  const zones = document.querySelectorAll("[data-part='zone']");
  for (const zone of zones) {
    zone.dataset.forum ??= zone.textContent ?? "";
    zone.textContent = isOwn ? own : zone.dataset.forum;
  }
  label.hidden = false;
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
  button.addEventListener("click", () => {
    const isOwn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOwn));
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

if (tools && language) {
  offerZone(tools);
  markLive(tools);
  setInterval(markLive, 60_000, tools);
}
