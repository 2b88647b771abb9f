// Two people on one form. Of each field, what somebody else wrote there takes the place of what
// was left alone; what the form was made from moves on with it, so that the next save overwrites
// nothing unseen.

/**
 * @param {HTMLFormElement} form
 * @param {{ seen: string, taken: Record<string, string> }} answer
 * @param {FormData} sent
 */
export function mergeEdits(form, answer, sent) {
  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const token = field("seen");
  const seen = JSON.parse(token.value || "{}");
  for (const [name, digest] of Object.entries(JSON.parse(answer.seen))) {
    const value = answer.taken[name];
    if (value !== undefined && !take(field(name), value, sent)) continue;
    seen[name] = digest;
  }
  token.value = JSON.stringify(seen);
}

// Not where somebody has typed on since the form was sent.
/**
 * @param {HTMLInputElement} field
 * @param {string} value
 * @param {FormData} sent
 */
function take(field, value, sent) {
  const isBox = field.type === "checkbox";
  if (isBox ? field.checked !== sent.has(field.name) : field.value !== sent.get(field.name)) {
    return false;
  }
  if (isBox) field.checked = value !== "";
  else field.value = value;
  return true;
}
