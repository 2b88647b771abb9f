// Lobby screens and long work: fetch the page again now and then and show what changed.
// Attach with data-behaviour="refresh"; data-every gives the seconds.

/** @type {HTMLElement | null} */
const main = document.querySelector("[data-behaviour='refresh']");

/** @param {HTMLElement} main */
async function refresh(main) {
  try {
    const answer = await fetch(window.location.href, { cache: "no-cache" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-behaviour='refresh']");
    // The work is done: another page has taken the place of its progress.
    if (!fresh) window.location.reload();
    else if (fresh.innerHTML !== main.innerHTML) main.replaceChildren(...fresh.childNodes);
  } catch {
    // No network for a moment: what is shown stays, with its time.
  }
}

if (main) setInterval(refresh, Number(main.dataset.every || 30) * 1000, main);
