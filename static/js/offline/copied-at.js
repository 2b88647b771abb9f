// When the page in the browser was copied, if it is a copy and not the page as it is now.

/**
 * The service worker marks its copies in the page, deploy/nginx/forum.conf its own in a header.
 *
 * @param {DOMStringMap} data attributes of the document
 * @param {ReadonlyArray<{ name: string, description: string }>} timings the Server-Timing header
 * @returns {Date | null}
 */
export function copiedAt(data, timings) {
  const moment = data.keptAt ?? timings.find(({ name }) => name === "stale")?.description;
  return moment ? new Date(moment) : null;
}
