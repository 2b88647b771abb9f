// People for the stage of a session: found by typing, and added in a role with one press. The line
// of a chosen person says whether they are on this stage already, on another at that time, or too
// far away. A new time or room is checked for everybody.

const PATIENCE = 200;
const MOST = 8;
const PLACE = ["start_0", "start_1", "end_0", "end_1", "room"];

/** @type {any} */
const jQuery = /** @type {any} */ (globalThis).django.jQuery;

/** @typedef {{ id: string, text: string }} Person */

/** @type {HTMLElement | null} */
const stage = document.querySelector("[data-behaviour='stage-order']");

/** @param {HTMLElement} stage */
function people(stage) {
  const { people = "", times: timesUrl = "", session = "" } = stage.dataset;
  /** @type {(name: string) => HTMLElement | null} */
  const part = (name) => stage.querySelector(`[data-part='${name}']`);
  const [adder, found] = [part("adder"), part("found")];
  /** @type {(name: string) => string} */
  const value = (name) => {
    const field = document.querySelector(`#session_form [name="${name}"]`);
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    return isField ? field.value.trim() : "";
  };
  const rows = () =>
    /** @type {HTMLElement[]} */ ([...stage.querySelectorAll(".stage__row:not(.empty-form)")]);
  /** @type {(row: Element, name: string) => HTMLSelectElement | null} */
  const field = (row, name) => row.querySelector(`select[name$='-${name}']`);
  /** @type {(id: string, row?: Element) => boolean} */
  const isOnStage = (id, row) =>
    rows().some((other) => other !== row && field(other, "attendee")?.value === id);

  /**
   * @param {string} url
   * @param {URLSearchParams} query
   */
  async function ask(url, query) {
    const answer = await fetch(`${url}?${query}`).catch(() => null);
    const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
    return answer?.ok && isJson ? answer.json() : null;
  }

  const place = () => ({
    start: `${value("start_0")} ${value("start_1")}`,
    end: `${value("end_0")} ${value("end_1")}`,
    room: value("room"),
  });

  /** @param {HTMLSelectElement} select */
  function noteOf(select) {
    const cell = /** @type {HTMLElement} */ (select.closest("td"));
    const note = cell.querySelector(".stage__note") ?? document.createElement("span");
    if (!note.isConnected) {
      note.className = "stage__note";
      note.setAttribute("role", "status");
      cell.append(note);
    }
    return note;
  }

  // What is said of the people in these lines, at the times and in the room that are typed.
  /** @param {HTMLElement[]} lines */
  async function check(lines) {
    const chosen = lines.flatMap((row) => {
      const select = field(row, "attendee");
      return select?.value ? [{ row, select, attendee: select.value }] : [];
    });
    if (!chosen.length) return;
    const typed = place();
    const query = new URLSearchParams({ session, ...typed });
    for (const { attendee } of chosen) query.append("attendee", attendee);
    const answer = await ask(timesUrl.replace("/0/", `/${value("event") || "0"}/`), query);
    // Somebody has typed on in the meantime, and is asked about again.
    if (new URLSearchParams(place()).toString() !== new URLSearchParams(typed).toString()) return;
    for (const { row, select, attendee } of chosen) {
      if (select.value !== attendee) continue;
      const already = isOnStage(attendee, row) ? [stage.dataset.wordAlready ?? ""] : [];
      const text = [...already, ...(answer?.sentences[attendee] ?? [])].join(" ");
      const note = noteOf(select);
      if (note.textContent !== text) note.textContent = text;
    }
  }

  /**
   * @param {Person} person
   * @param {HTMLOptionElement} role
   */
  function add(person, role) {
    /** @type {HTMLElement | null} */ (stage.querySelector(".add-row a"))?.click();
    const row = rows().at(-1);
    const [attendee, chosen] = row ? [field(row, "attendee"), field(row, "role")] : [];
    if (!row || !attendee || !chosen) return;
    chosen.value = role.value;
    attendee.append(new Option(person.text, person.id, true, true));
    // Select2 hears jQuery alone.
    jQuery(attendee).trigger("change");
    attendee.dispatchEvent(new Event("input", { bubbles: true }));
    const live = part("live");
    const said = (stage.dataset.wordAdded ?? "").replace("{role}", () => role.text);
    if (live) live.textContent = said.replace("{name}", () => person.text);
  }

  /** @param {Person[]} results */
  function show(results) {
    const roles = stage.querySelector(".empty-form select[name$='-role']");
    const options = roles instanceof HTMLSelectElement ? [...roles.options] : [];
    const items = results.slice(0, MOST).map((person) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      const already = isOnStage(person.id) ? ` · ${stage.dataset.wordAlready}` : "";
      name.textContent = person.text + already;
      const buttons = options
        .filter((option) => option.value)
        .map((option) => {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = option.text;
          button.setAttribute("aria-label", `${option.text}: ${person.text}`);
          button.addEventListener("click", () => {
            add(person, option);
            search.value = "";
            found?.replaceChildren();
            search.focus();
          });
          return button;
        });
      item.append(name, ...buttons);
      return item;
    });
    if (!items.length || results.length > MOST) {
      const item = document.createElement("li");
      item.textContent = (items.length ? stage.dataset.wordMore : stage.dataset.wordNone) ?? "";
      items.push(item);
    }
    found?.replaceChildren(...items);
  }

  // Select2 tells jQuery alone of a choice.
  jQuery(stage).on("change", "select[name$='-attendee']", (/** @type {Event} */ { target }) => {
    if (!(target instanceof Element)) return;
    const row = target.closest(".stage__row");
    if (!(row instanceof HTMLElement) || !(target instanceof HTMLSelectElement)) return;
    noteOf(target).textContent = "";
    check([row]);
  });
  // At another time or place others are on another stage, or far: ask for all once typing stops.
  let resting = 0;
  const listen = (/** @type {Event} */ { target }) => {
    const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (!isField || !PLACE.includes(target.name)) return;
    clearTimeout(resting);
    resting = setTimeout(() => check(rows()), PATIENCE);
  };
  document.addEventListener("input", listen);
  document.addEventListener("change", listen);
  if (!adder || !found) return;
  const search = /** @type {HTMLInputElement} */ (adder.querySelector("input"));
  let asked = 0;
  let waiting = 0;
  adder.hidden = false;
  search.addEventListener("input", (event) => {
    // What is looked for is not part of the form.
    event.stopPropagation();
    clearTimeout(waiting);
    const number = ++asked;
    const term = search.value.trim();
    if (!term) return found.replaceChildren();
    waiting = setTimeout(async () => {
      const answer = await ask(people, new URLSearchParams({ term }));
      if (number === asked && answer) show(answer.results);
    }, PATIENCE);
  });
  // Enter would save the whole form; here it leads to the first role of the first person.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    found.querySelector("button")?.focus();
  });
}

if (stage) people(stage);
