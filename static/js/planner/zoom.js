// How large the board is drawn: one of three steps, kept on the device.

const KEY = "planner-zoom";
const STEPS = ["compact", "normal", "large"];

function load() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} step */
function store(step) {
  try {
    localStorage.setItem(KEY, step);
  } catch {
    // A browser that keeps nothing shows the normal size next time.
  }
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} scroller
 */
export function listenToZoom(root, scroller) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = root.querySelectorAll("button[data-zoom]");
  /** @param {string} step */
  function show(step) {
    root.dataset.size = step;
    for (const one of buttons) {
      one.setAttribute("aria-pressed", String(one.dataset.zoom === step));
    }
  }
  const hour = () => scroller.querySelector(".planner__time")?.getBoundingClientRect().height || 1;
  for (const one of buttons) {
    one.addEventListener("click", () => {
      // The same hour stays at the top.
      const top = scroller.scrollTop / hour();
      show(one.dataset.zoom ?? "normal");
      scroller.scrollTop = top * hour();
      store(root.dataset.size ?? "");
    });
  }
  const kept = load();
  show(STEPS.includes(kept) ? kept : "normal");
}
