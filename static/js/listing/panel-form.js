// A form in the summary of a row is sent from the panel, which shows the answer; the row shows what
// was saved. Where that fails, the form is sent to the page of the row.

import { refresh } from "./cell.js";

/** @import { Cursor } from "./rows.js" */

/**
 * @param {HTMLDialogElement} panel
 * @param {Cursor} cursor
 */
export function watchForm(panel, cursor) {
  panel.addEventListener("submit", async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.dataset.page) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const { row } = cursor;
    const answer = await send(form);
    if (!answer) {
      form.action = form.dataset.page;
      form.submit();
      return;
    }
    const parsed = new DOMParser().parseFromString(answer.text, "text/html");
    form.parentElement?.replaceChildren(...parsed.body.childNodes);
    const place = answer.isSaved ? "h2" : "[role=alert], .is-invalid, .errorlist";
    /** @type {HTMLElement | null} */ (panel.querySelector(place))?.focus();
    if (answer.isSaved) panel.scrollTop = 0;
    if (answer.isSaved && row instanceof HTMLTableRowElement) await refresh(row);
  });
}

// A form with errors comes back as 400.
/** @param {HTMLFormElement} form */
async function send(form) {
  const options = { method: "POST", body: new FormData(form) };
  const answer = await fetch(form.action, options).catch(() => null);
  if (!answer || answer.redirected || !(answer.ok || answer.status === 400)) return null;
  return { isSaved: answer.ok, text: await answer.text() };
}
