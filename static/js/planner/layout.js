// Two at once in one lane stand side by side, never covered.

// → Map of session to [part, parts]: the first of two is [0, 2].
/**
 * @template {{ place: { start: number, minutes: number } }} Session
 * @param {Iterable<Session>} sessions
 * @returns {Map<Session, [part: number, parts: number]>}
 */
export function sideBySide(sessions) {
  /** @type {Map<Session, [part: number, parts: number]>} */
  const found = new Map();
  const ordered = [...sessions].sort((a, b) => a.place.start - b.place.start);
  /** @type {[Session, number][]} */
  let group = [];
  let groupEnd = -1;
  const close = () => {
    const parts = Math.max(0, ...group.map(([, part]) => part + 1));
    for (const [session, part] of group) found.set(session, [part, parts]);
    group = [];
  };
  /** @type {number[]} */
  let ends = [];
  for (const session of ordered) {
    const { start, minutes } = session.place;
    if (start >= groupEnd) {
      close();
      ends = [];
    }
    const free = ends.findIndex((end) => end <= start);
    const part = free < 0 ? ends.length : free;
    ends[part] = start + minutes;
    groupEnd = Math.max(groupEnd, start + minutes);
    group.push([session, part]);
  }
  close();
  return found;
}
