// The running order: items are added, inserted and moved by buttons or by Alt and arrows; their
// times follow from the durations. The server reads the sequence from the field ORDER of each item.

const form = document.querySelector("[data-behaviour=running-order]");
const part = (name, within = form) => within.querySelector(`[data-part=${name}]`);
const list = part("items");
const total = form.querySelector("[name$=-TOTAL_FORMS]");
const field = (item, name) => item.querySelector(`[name$="-${name}"]`);
const items = () => [...list.children];

const two = (number) => String(number).padStart(2, "0");
const clock = (minutes) => {
  const within = ((minutes % 1440) + 1440) % 1440;
  return `${two(Math.floor(within / 60))}:${two(within % 60)}`;
};

function renew() {
  let at = 0;
  items().forEach((item, index) => {
    field(item, "ORDER").value = index + 1;
    const own = field(item, "offset").value;
    const begins = own === "" ? at : Number(own);
    part("time", item).textContent = clock(Number(form.dataset.start) + begins);
    if (!field(item, "DELETE")?.checked) at = begins + Number(field(item, "minutes").value || 0);
  });
}

function say(item) {
  const values = { number: items().indexOf(item) + 1, time: part("time", item).textContent };
  part("live").textContent = form.dataset.wordAt.replace(/{(\w+)}/g, (_all, name) => values[name]);
}

function equip(item) {
  part("tools", item).hidden = false;
  field(item, "ORDER").closest("[id^=div_id]").hidden = true;
}

function add(after = null) {
  const made = part("empty").content.firstElementChild.cloneNode(true);
  const number = total.value;
  for (const one of [made, ...made.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (one.hasAttribute(name))
        one.setAttribute(name, one.getAttribute(name).replace("__prefix__", number));
    }
  }
  total.value = Number(number) + 1;
  after ? after.after(made) : list.append(made);
  equip(made);
  renew();
  made.querySelector("input:not([type=hidden])").focus();
}

function move(item, step) {
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement;
  step < 0 ? other.before(item) : other.after(item);
  focused.focus();
  renew();
  say(item);
}

list.addEventListener("click", ({ target }) => {
  const item = target.closest("[data-part=item]");
  if (target.dataset.act === "up") move(item, -1);
  if (target.dataset.act === "down") move(item, 1);
  if (target.dataset.act === "insert") add(item);
});
list.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  move(event.target.closest("[data-part=item]"), event.key === "ArrowUp" ? -1 : 1);
});
form.addEventListener("input", renew);
part("add").addEventListener("click", () => add());
part("add").hidden = part("help").hidden = false;
for (const item of items()) equip(item);
renew();
