// A form that is being sent is not sent again by a second press.

// In milliseconds: an answer that is a file leaves the page, whose form may then be sent again.
const LONGEST = 10_000;

/** @type {WeakMap<HTMLFormElement, number>} */
const sent = new WeakMap();

/** @param {SubmitEvent} event */
function guard(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  const method = event.submitter?.getAttribute("formmethod") ?? form.method;
  if (method !== "post") return;
  const last = sent.get(form);
  if (last !== undefined && performance.now() - last < LONGEST) event.preventDefault();
  else sent.set(form, performance.now());
}

// After every other listener: one that sends the form by itself has said so by then.
window.addEventListener("submit", guard);
// Who comes back to the page with the browser's own button may send it again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) sent.delete(form);
});
