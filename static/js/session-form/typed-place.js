// While the time and room of a session are typed, its form says what they make wrong: outside the
// event, past midnight, outside the hours of the room. It never prevents saving.

const PATIENCE = 300;

const box = /** @type {HTMLElement} */ (document.querySelector("[data-behaviour=typed-place]"));
/** @type {(name: string) => string} */
const value = (name) => {
  const field = document.querySelector(`#session_form [name="${name}"]`);
  const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
  return isField ? field.value.trim() : "";
};
const WATCHED = ["event", "kind", "room", "start_0", "start_1", "end_0", "end_1"];
let asked = 0;
let waiting = 0;

/** @param {string[]} sentences */
function show(sentences) {
  const items = sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  });
  box.querySelector("ul")?.replaceChildren(...items);
}

async function ask() {
  const number = ++asked;
  const title = document.querySelector('#session_form [name^="title_"]');
  const query = new URLSearchParams({
    title: title instanceof HTMLInputElement ? title.value.trim() : "",
    kind: value("kind"),
    room: value("room"),
    start: `${value("start_0")} ${value("start_1")}`,
    end: `${value("end_0")} ${value("end_1")}`,
  });
  const url = box.dataset.url?.replace("/0/", `/${value("event")}/`);
  const answer = await fetch(`${url}?${query}`).catch(() => null);
  const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
  if (number !== asked) return;
  show(answer?.ok && isJson ? (await answer.json()).sentences : []);
}

/** @param {Event} event */
function wait({ target }) {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (!isField || !WATCHED.includes(target.name) || !value("event")) return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, PATIENCE);
}

// Below the fields that it is about.
document.querySelector("#session_form .form-row.field-room")?.after(box);
document.addEventListener("input", wait);
document.addEventListener("change", wait);
