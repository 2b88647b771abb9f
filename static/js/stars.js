// A visitor's own agenda: stars on sessions, kept on this device and nowhere else.
// Attach with <template data-behaviour="stars" data-event="guid"> around the button, and
// data-session="CODE" on each session; the page of the agenda has data-behaviour="my-agenda".

const template = /** @type {HTMLTemplateElement} */ (
  document.querySelector("template[data-behaviour='stars']")
);
const key = `stars:${template.dataset.event}`;
// The same session may stand twice on a page.
/** @type {[HTMLElement, code: string][]} */
const buttons = [];

/** @returns {string[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((code) => /^[0-9A-Z]{6}$/.test(code)) : [];
  } catch {
    return []; // storage is switched off, or holds what we did not write
  }
}

/** @param {string[]} codes */
function write(codes) {
  try {
    localStorage.setItem(key, JSON.stringify([...new Set(codes)].sort()));
    return true;
  } catch {
    return false;
  }
}

function show() {
  const codes = read();
  for (const [button, code] of buttons)
    button.setAttribute("aria-pressed", String(codes.includes(code)));
}

/** @param {HTMLElement} session */
function addStar(session) {
  const code = session.dataset.session ?? "";
  const button = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const title = session.querySelector("h1, h2, h3, h4")?.textContent?.trim() ?? "";
  button.setAttribute("aria-label", `${button.dataset.label}: ${title}`);
  button.addEventListener("click", () => {
    const codes = read();
    write(codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]);
    show();
  });
  buttons.push([button, code]);
  session.append(button);
}

/** @param {HTMLElement} page */
function openMine(page) {
  const shown = (page.dataset.codes ?? "").split(".").filter(Boolean);
  if (!shown.length && !new URLSearchParams(location.search).has("s")) {
    const codes = read();
    if (codes.length) location.replace(`?s=${codes.join(".")}`);
    return;
  }
  /** @type {HTMLElement | null} */
  const keep = page.querySelector("[data-part='keep']");
  const isKept = () => shown.every((code) => read().includes(code));
  if (keep && !isKept()) {
    keep.hidden = false;
    keep.addEventListener("click", () => {
      if (write([...read(), ...shown])) location.reload();
    });
  }
  /** @type {HTMLElement | null} */
  const copy = page.querySelector("[data-part='copy']");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      copy.textContent = copy.dataset.done ?? "";
    });
  }
}

/** @type {NodeListOf<HTMLElement>} */
const sessions = document.querySelectorAll("[data-session]");
for (const session of sessions) addStar(session);
show();
window.addEventListener("storage", show); // another tab
/** @type {HTMLElement | null} */
const mine = document.querySelector("[data-behaviour='my-agenda']");
if (mine) openMine(mine);
