// The people on stage: rows are moved by dragging their handle, by buttons, by Alt and arrows, or
// by typing a position. The server reads the order from the field POSITION of each row.
// Attach with data-behaviour="stage-order".

/** @type {HTMLElement | null} */
const stage = document.querySelector("[data-behaviour='stage-order']");

/** @param {HTMLElement} stage */
function order(stage) {
  const body = /** @type {HTMLElement} */ (stage.querySelector("[data-part='rows']"));
  const live = /** @type {HTMLElement} */ (stage.querySelector("[data-part='live']"));
  const rows = () =>
    /** @type {HTMLElement[]} */ ([...body.querySelectorAll("tr.stage__row:not(.empty-form)")]);
  /** @type {(row: Element) => HTMLInputElement | null} */
  const position = (row) => row.querySelector("[name$='-position']");
  /** @type {(row: Element) => number} */
  const place = (row) => Number(position(row)?.value || 0);

  /** @param {HTMLElement} row */
  function equip(row) {
    for (const part of row.querySelectorAll("[data-part='handle'], [data-part='steps']")) {
      /** @type {HTMLElement} */ (part).hidden = false;
    }
  }

  function number() {
    rows().forEach((row, index) => {
      const field = position(row);
      if (field) field.value = String(index + 1);
    });
  }

  /**
   * @param {HTMLElement} row
   * @param {number} index
   */
  function moveTo(row, index) {
    const others = rows().filter((other) => other !== row);
    const focused = document.activeElement;
    const at = Math.min(Math.max(index, 0), others.length);
    if (at < others.length) others[at]?.before(row);
    else others.at(-1)?.after(row);
    if (focused instanceof HTMLElement) focused.focus();
    number();
    live.textContent = (stage.dataset.wordAt ?? "").replace("{number}", () => String(at + 1));
    position(row)?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {(row: Element) => number} key */
  function sort(key) {
    const sorted = rows().sort((one, other) => key(one) - key(other));
    body.prepend(...sorted);
  }

  /** @type {(event: Event) => HTMLElement | null} */
  const rowOf = ({ target }) =>
    target instanceof Element ? target.closest("tr.stage__row:not(.empty-form)") : null;

  body.addEventListener("click", (event) => {
    const row = rowOf(event);
    const act = event.target instanceof HTMLElement && event.target.dataset.act;
    if (row && act) moveTo(row, rows().indexOf(row) + (act === "up" ? -1 : 1));
  });
  body.addEventListener("keydown", (event) => {
    const row = rowOf(event);
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    moveTo(row, rows().indexOf(row) + (event.key === "ArrowUp" ? -1 : 1));
  });
  body.addEventListener("change", (event) => {
    const row = rowOf(event);
    if (row && event.target === position(row)) moveTo(row, place(row) - 1);
  });
  body.addEventListener("pointerdown", (event) => {
    const row = rowOf(event);
    const handle = event.target;
    if (!row || !(handle instanceof HTMLElement) || handle.dataset.part !== "handle") return;
    event.preventDefault();
    drag(row, event.pointerId);
  });

  /**
   * @param {HTMLElement} row
   * @param {number} pointer
   */
  function drag(row, pointer) {
    const ends = new AbortController();
    const { signal } = ends;
    row.classList.add("is-dragged");
    /** @param {PointerEvent} event */
    const follow = ({ pointerId, clientY }) => {
      if (pointerId !== pointer) return;
      const above = rows().filter((other) => {
        const box = other.getBoundingClientRect();
        return other !== row && box.top + box.height / 2 < clientY;
      });
      if (above.length !== rows().indexOf(row)) moveTo(row, above.length);
    };
    const end = () => {
      row.classList.remove("is-dragged");
      ends.abort();
    };
    document.addEventListener("pointermove", follow, { signal });
    document.addEventListener("pointerup", end, { signal });
    document.addEventListener("pointercancel", end, { signal });
  }

  // Django numbers the forms again by their place when a new row is removed, and takes the first
  // ones for the saved ones: meanwhile they stand as they came.
  stage.addEventListener(
    "click",
    ({ target }) => {
      const isRemoval = target instanceof Element && target.closest(".inline-deletelink");
      if (isRemoval) sort((row) => Number(row.id.split("-").at(-1)));
    },
    { capture: true },
  );
  document.addEventListener("formset:removed", () => sort(place));
  document.addEventListener("formset:added", ({ target }) => {
    const row = target instanceof HTMLElement ? target : null;
    const field = row && position(row);
    if (!row || !field) return;
    equip(row);
    field.value = String(Math.max(0, ...rows().map(place)) + 1);
  });
  for (const row of rows()) equip(row);
}

if (stage) order(stage);
