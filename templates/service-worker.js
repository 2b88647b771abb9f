// Public pages without a network. Keeps what offline.json of an edition lists, and nothing else:
// no page that a reader opened is stored, so nothing private can be.

const FILES = "files";
const PUBLIC = /^\/(?:en|zh-hans|fr|es|ru|ar)\/[\w-]+\//;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
// How long a reader with one bar of signal waits before the copy is shown, in milliseconds.
const PATIENCE = 4000;
// Pages fetched at the same time: the reader's own clicks come first.
const AT_ONCE = 3;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep).catch(() => undefined));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url));
  else if (request.mode === "navigate" && PUBLIC.test(url.pathname)) {
    event.respondWith(page(request, url));
  }
});

function get(path) {
  return fetch(path, { credentials: "omit", cache: "no-cache", redirect: "error" });
}

function isPublic(answer) {
  const rule = answer.headers.get("Cache-Control") ?? "";
  return answer.ok && !/no-store|private/.test(rule);
}

let keeping = Promise.resolve();

function keep(address) {
  // One after the other: two tabs ask for the same copy.
  keeping = keeping.catch(() => undefined).then(() => renew(address));
  return keeping;
}

async function renew(address) {
  const answer = await get(address);
  const gone = [404, 410].includes(answer.status);
  const prefix = `copy ${new URL(address, self.location).pathname.replace("offline.json", "")} `;
  const names = (await caches.keys()).filter((one) => one.startsWith(prefix));
  if (gone) return Promise.all(names.map((one) => caches.delete(one)));
  if (!answer.ok) return undefined;
  const list = await answer.json();
  const name = prefix + list.version;
  const copy = await caches.open(name);
  if (await copy.match(address)) return undefined; // this version is kept to the last page
  await keepFiles(list.files);
  await inTurn(list.pages, (path) => keepPage(copy, path));
  await copy.put(address, Response.json(list));
  // Only now: until the new copy is whole, the old one serves.
  return Promise.all(names.filter((one) => one !== name).map((one) => caches.delete(one)));
}

async function inTurn(paths, action) {
  const waiting = [...paths];
  const worker = async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) await action(path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function keepPage(copy, path) {
  const answer = await get(path);
  if (!isPublic(answer)) return;
  const html = await answer.text();
  // The page itself says when it was kept: static/js/offline/offline.js shows it.
  const marked = html.replace("<html ", `<html data-kept-at="${new Date().toISOString()}" `);
  await copy.put(path, new Response(marked, { headers: answer.headers }));
}

async function keepFiles(paths) {
  const files = await caches.open(FILES);
  await inTurn(paths, async (path) => {
    if (HASHED.test(path) && (await files.match(path))) return;
    const answer = await get(path);
    if (answer.ok) await files.put(path, answer);
  });
  const wanted = new Set(paths);
  for (const kept of await files.keys()) {
    if (!wanted.has(new URL(kept.url).pathname)) await files.delete(kept);
  }
}

async function file(request, url) {
  const kept = await caches.match(request, { cacheName: FILES });
  if (kept && HASHED.test(url.pathname)) return kept;
  return fetch(request).catch((error) => {
    if (kept) return kept;
    throw error;
  });
}

async function page(request, url) {
  const copies = await copiesOf(url);
  const network = fetch(request);
  if (!copies.length) return network.catch(async () => noPage(await everyCopy()));
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  try {
    return await Promise.race([network, late]);
  } catch {
    const kept = await inCopies(copies, url);
    // Neither kept nor offline: what the network says in the end.
    return kept ?? network.catch(() => noPage(copies));
  }
}

async function copiesOf(url) {
  const prefix = `copy ${PUBLIC.exec(url.pathname)[0]} `;
  const names = (await caches.keys()).filter((one) => one.startsWith(prefix));
  return Promise.all(names.reverse().map((one) => caches.open(one)));
}

// A page in another language, or of another edition: the reader's own copy says that it is missing.
async function everyCopy() {
  const names = (await caches.keys()).filter((one) => one.startsWith("copy "));
  return Promise.all(names.reverse().map((one) => caches.open(one)));
}

async function inCopies(copies, url) {
  for (const copy of copies) {
    // Without a network a filter or a view shows the whole agenda.
    const kept = (await copy.match(url.pathname + url.search)) ?? (await copy.match(url.pathname));
    if (kept) return kept;
  }
  return undefined;
}

async function noPage(copies) {
  for (const copy of copies) {
    for (const request of await copy.keys()) {
      if (new URL(request.url).pathname.endsWith("/offline/")) return copy.match(request);
    }
  }
  return Response.error();
}
