// Pages without a network: has the browser keep a copy, and says when a page is one.
// Attach with data-behaviour="offline" and data-list (address of offline.json) on the banner.

const banner = document.querySelector("[data-behaviour='offline']");
const { keptAt } = document.documentElement.dataset;

if (banner && keptAt) {
  const language = `${document.documentElement.lang}-u-nu-latn`;
  const options = { dateStyle: "long", timeStyle: "short" };
  const time = document.createElement("time");
  time.dateTime = keptAt;
  time.textContent = new Intl.DateTimeFormat(language, options).format(new Date(keptAt));
  banner.querySelector("[data-part='moment']").append(time);
  banner.hidden = false;
}

async function keep() {
  const registration = await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
  await navigator.serviceWorker.ready;
  registration.active?.postMessage({ keep: banner.dataset.list });
}

// Who saves data, saves it here too. The page itself comes first.
if (banner && "serviceWorker" in navigator && !navigator.connection?.saveData) {
  const start = () => keep().catch(() => undefined);
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start, { once: true });
}
