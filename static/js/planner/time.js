// Times of the board: days as 2030-05-01, minutes from midnight, by the clocks on the wall of the
// event. What the reader's own clock says plays no part.

export const STEP = 5;
const HOURS = 24;

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

// 550 → 09:10; past midnight the clock starts again.
/** @param {number} minutes */
export const clock = (minutes) => `${two(Math.floor(minutes / 60) % HOURS)}:${two(minutes % 60)}`;

/** @param {number} minutes */
export const snapped = (minutes) => Math.round(minutes / STEP) * STEP;

/**
 * @param {string} day
 * @param {number} count
 */
function addDays(day, count) {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + count)).toISOString().slice(0, 10);
}

// A moment as the server reads it.
/**
 * @param {string} day
 * @param {number} minutes
 */
export function moment(day, minutes) {
  const days = Math.floor(minutes / (60 * HOURS));
  return `${addDays(day, days)}T${clock(minutes)}`;
}
