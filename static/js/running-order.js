// The running order: items are added, inserted and moved by buttons or by Alt and arrows; their
// times follow from the durations. The server reads the sequence from the field ORDER of each item.

const form = /** @type {HTMLElement} */ (document.querySelector("[data-behaviour=running-order]"));
/** @type {(name: string, within?: Element) => HTMLElement} */
const part = (name, within = form) =>
  /** @type {HTMLElement} */ (within.querySelector(`[data-part=${name}]`));
const list = part("items");
const total = /** @type {HTMLInputElement} */ (form.querySelector("[name$=-TOTAL_FORMS]"));
const empty = /** @type {HTMLTemplateElement} */ (part("empty"));
/** @type {(item: Element, name: string) => HTMLInputElement} */
const field = (item, name) =>
  /** @type {HTMLInputElement} */ (item.querySelector(`[name$="-${name}"]`));
const items = () => [...list.children];

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
const clock = (/** @type {number} */ minutes) => {
  const within = ((minutes % 1440) + 1440) % 1440;
  return `${two(Math.floor(within / 60))}:${two(within % 60)}`;
};

function renew() {
  let at = 0;
  items().forEach((item, index) => {
    field(item, "ORDER").value = String(index + 1);
    const own = field(item, "offset").value;
    const begins = own === "" ? at : Number(own);
    part("time", item).textContent = clock(Number(form.dataset.start) + begins);
    if (!field(item, "DELETE")?.checked) at = begins + Number(field(item, "minutes").value || 0);
  });
}

/** @param {Element} item */
function say(item) {
  const number = String(items().indexOf(item) + 1);
  part("live").textContent = (form.dataset.wordAt ?? "")
    .replaceAll("{number}", () => number)
    .replaceAll("{time}", () => part("time", item).textContent ?? "");
}

/** @param {Element} item */
function equip(item) {
  part("tools", item).hidden = false;
  /** @type {HTMLElement} */ (field(item, "ORDER").closest("[id^=div_id]")).hidden = true;
}

/** @param {Element | null} after */
function add(after = null) {
  const made = /** @type {HTMLElement} */ (empty.content.firstElementChild?.cloneNode(true));
  const number = total.value;
  for (const one of [made, ...made.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = one.getAttribute(name);
      if (value !== null) one.setAttribute(name, value.replace("__prefix__", number));
    }
  }
  total.value = String(Number(number) + 1);
  after ? after.after(made) : list.append(made);
  equip(made);
  renew();
  /** @type {HTMLElement} */ (made.querySelector("input:not([type=hidden])")).focus();
}

/**
 * @param {Element} item
 * @param {number} step
 */
function move(item, step) {
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  step < 0 ? other.before(item) : other.after(item);
  focused.focus();
  renew();
  say(item);
}

list.addEventListener("click", ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  const item = target.closest("[data-part=item]");
  if (!item) return;
  if (target.dataset.act === "up") move(item, -1);
  if (target.dataset.act === "down") move(item, 1);
  if (target.dataset.act === "insert") add(item);
});
list.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const item = event.target instanceof Element ? event.target.closest("[data-part=item]") : null;
  if (!item) return;
  event.preventDefault();
  move(item, event.key === "ArrowUp" ? -1 : 1);
});
form.addEventListener("input", renew);
part("add").addEventListener("click", () => add());
part("add").hidden = part("help").hidden = false;
for (const item of items()) equip(item);
renew();
