// The front page by the clock: days until the forum, what is on and next, or that it has ended.
// Attach with data-behaviour="countdown", data-start and data-end (ISO days), data-now (address).

/** @type {HTMLElement | null} */
const place = document.querySelector("[data-behaviour='countdown']");
const DAY = 86_400_000;

/** @param {string | undefined} zone */
function today(zone) {
  return Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date()));
}

/** @param {HTMLElement} place */
async function showNow(place) {
  const answer = await fetch(place.dataset.now ?? "", { cache: "no-cache" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sections = page.querySelectorAll("[data-behaviour='refresh'] > section");
  if (sections.length) place.replaceChildren(...sections);
  place.hidden = !sections.length;
}

/** @param {HTMLElement} place */
function show(place) {
  const { start = "", end = "", zone, before, after = "" } = place.dataset;
  const words = place.querySelector("[data-part='words']");
  const days = Math.round((Date.parse(start) - today(zone)) / DAY);
  if (days > 0) {
    const language = `${document.documentElement.lang}-u-nu-latn`;
    const until = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
    if (words) words.textContent = `${before} ${until}`;
    place.hidden = false;
  } else if (today(zone) > Date.parse(end)) {
    if (words) words.textContent = after;
    place.hidden = false;
  } else {
    // Without a network the page stays as it is, with its link to what is on.
    showNow(place).catch(() => undefined);
  }
}

if (place) show(place);
