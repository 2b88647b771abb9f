// Forms whose work takes a while: say so while it lasts, and send them once.
// Attach with data-long, the sentence to show.

/** @param {SubmitEvent} event */
function begin(event) {
  /** @type {HTMLFormElement | null} */
  const form = event.target instanceof Element ? event.target.closest("form[data-long]") : null;
  if (!form || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const status = document.createElement("p");
  status.className = "long-work";
  status.setAttribute("role", "status");
  form.append(status);
  // A status is read out when it changes: it is there first, and empty.
  requestAnimationFrame(() => {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", form.dataset.long ?? "");
    status.append(bar, ` ${form.dataset.long}`);
  });
}

// Who comes back to the page with the browser's own button may send it again.
function forget() {
  /** @type {NodeListOf<HTMLFormElement>} */
  const sent = document.querySelectorAll("form[data-sent]");
  for (const form of sent) {
    delete form.dataset.sent;
    form.querySelector(".long-work")?.remove();
  }
}

document.addEventListener("submit", begin);
window.addEventListener("pageshow", forget);
