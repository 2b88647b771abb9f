// Pages without a network: has the browser keep a copy, and says when a page is one.
// Attach with data-behaviour="offline" and data-list (address of offline.json) on the banner.

import { copiedAt } from "./copied-at.js";

/** @type {HTMLElement | null} */
const banner = document.querySelector("[data-behaviour='offline']");
const [visit] = performance.getEntriesByType("navigation");
// The types of the browser do not know that a visit has it.
const { serverTiming = [] } = /** @type {PerformanceResourceTiming} */ (visit ?? {});
const moment = copiedAt(document.documentElement.dataset, serverTiming);

if (banner && moment) {
  const language = `${document.documentElement.lang}-u-nu-latn`;
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { dateStyle: "long", timeStyle: "short" };
  const time = document.createElement("time");
  time.dateTime = moment.toISOString();
  time.textContent = new Intl.DateTimeFormat(language, options).format(moment);
  banner.querySelector("[data-part='moment']")?.append(time);
  banner.hidden = false;
}

/** @param {string | undefined} list */
async function keep(list) {
  const registration = await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
  await navigator.serviceWorker.ready;
  registration.active?.postMessage({ keep: list });
}

/** @type {Navigator & { connection?: { saveData: boolean } }} */
const { connection } = navigator;
// Who saves data, saves it here too. The page itself comes first.
if (banner && "serviceWorker" in navigator && !connection?.saveData) {
  const start = () => keep(banner.dataset.list).catch(() => undefined);
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start, { once: true });
}
