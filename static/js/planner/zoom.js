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

/** @param {HTMLElement} root */
export function listenToZoom(root) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = root.querySelectorAll("button[data-zoom]");
  /** @param {string} step */
  function show(step) {
    root.dataset.size = step;
    for (const one of buttons) {
      one.setAttribute("aria-pressed", String(one.dataset.zoom === step));
    }
  }
  for (const one of buttons) {
    one.addEventListener("click", () => {
      show(one.dataset.zoom ?? "normal");
      store(root.dataset.size ?? "");
    });
  }
  const kept = load();
  show(STEPS.includes(kept) ? kept : "normal");
}
