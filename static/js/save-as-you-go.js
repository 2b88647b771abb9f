// What a focal point types is saved on the server while they type; without a network it is kept on
// the device and sent when the network is back. The name is shown as it will be printed.

import { mergeEdits } from "./merge-edits.js";

const SENT = "entry:sent";

// What was sent is dropped from the device once the page after it says that it arrived.
if (document.querySelector(".messages :is(.success, .info)")) {
  const sent = sessionStorage.getItem(SENT);
  if (sent) localStorage.removeItem(sent);
}
sessionStorage.removeItem(SENT);

/** @type {HTMLFormElement | null} */
const form = document.querySelector("[data-behaviour='save-as-you-go']");
if (form) saveAsYouGo(form);

/** @param {HTMLFormElement} form */
function saveAsYouGo(form) {
  const state = /** @type {HTMLElement} */ (form.querySelector("[data-part='state']"));
  const saves = "saves" in form.dataset;
  const key = `entry:${location.pathname}`;
  let waiting = 0;
  let sending = false;
  let again = false;

  function fields() {
    return [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  }

  /** @param {string} word */
  function say(word) {
    state.textContent = state.dataset[word] ?? "";
    state.dataset.state = word;
  }

  function keepHere() {
    localStorage.setItem(key, JSON.stringify(fields()));
  }

  /** @param {[name: string, value: string][]} kept */
  function restore(kept) {
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = form.querySelectorAll("[type='checkbox']");
    for (const box of boxes) box.checked = false;
    for (const [name, value] of kept) {
      const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
  }

  /** @param {{ preview: Record<string, string>, faults: Record<string, string[]> }} answer */
  function show(answer) {
    for (const [name, line] of Object.entries(answer.preview)) {
      const place = document.querySelector(`[data-preview='${name}']`);
      if (place) place.textContent = line;
    }
    for (const field of /** @type {Iterable<HTMLInputElement>} */ (form.elements)) {
      const faults = answer.faults[field.name] ?? [];
      if (faults.length) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      field.title = faults.join(" ");
    }
  }

  function later() {
    say("kept");
    setTimeout(send, 10_000);
  }

  async function send() {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    again = false;
    try {
      const sent = new FormData(form);
      const answer = await fetch(form.dataset.keep ?? "", { method: "POST", body: sent });
      if (answer.redirected) {
        say("ended");
      } else if (!answer.ok) {
        // The server is down for a moment: nothing is thrown away.
        later();
      } else {
        const found = await answer.json();
        show(found);
        mergeEdits(form, found, sent);
        const isWhole = Object.keys(found.faults).length === 0;
        if (found.saved && isWhole && !again) localStorage.removeItem(key);
        if (found.clash) say("clash");
        else if (saves) say(!found.saved ? "" : isWhole ? "saved" : "partly");
      }
    } catch {
      later();
    }
    sending = false;
    if (again) send();
  }

  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if ("returned" in form.dataset) {
    // The server has sent back what was typed, and what somebody else wrote beside it.
    keepHere();
  } else if (kept) {
    restore(kept);
    send();
  }
  form.addEventListener("input", () => {
    keepHere();
    clearTimeout(waiting);
    waiting = setTimeout(send, 700);
  });
  addEventListener("online", send);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keepHere();
    sessionStorage.setItem(SENT, key);
  });
}
