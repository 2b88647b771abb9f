// The sessions as the table of the page tells them, and how places are compared.

export const EVERYWHERE = "all";

function readSession(row) {
  const { guid, pk, day, start, minutes, room, seen, track, colour } = row.dataset;
  const link = row.querySelector("th a");
  return {
    guid,
    pk,
    seen,
    track,
    colour,
    row,
    url: link.href,
    title: link.textContent,
    titleNodes: () => [...link.cloneNode(true).childNodes],
    canMove: "movable" in row.dataset,
    isCancelled: "cancelled" in row.dataset,
    clashes: [...row.cells[4].children].map((one) => one.textContent),
    place: { day, start: Number(start), minutes: Number(minutes), room },
  };
}

function readLane(found, key) {
  const [name, note] = [found.querySelector("dt"), found.querySelector("dd")];
  return { key, name: name.textContent, note: note?.textContent ?? "" };
}

export function readPlan(root) {
  const rows = [...root.querySelectorAll("tr[data-guid]")].map(readSession);
  const lanes = (name) =>
    [...root.querySelectorAll(`[data-lane-${name}]`)].map((one) =>
      readLane(one, one.getAttribute(`data-lane-${name}`)),
    );
  const { wordEverywhere, wordNoSubForum, from, to } = root.dataset;
  return {
    sessions: new Map(rows.map((one) => [one.guid, one])),
    days: [...root.querySelectorAll("button[data-day]")].map((one) => one.dataset.day),
    from: Number(from) * 60,
    to: Number(to) * 60,
    lanes: {
      room: [{ key: EVERYWHERE, name: wordEverywhere, note: "" }, ...lanes("room")],
      track: [{ key: "", name: wordNoSubForum, note: "" }, ...lanes("track")],
    },
  };
}

// Without a room, or on a day that the event does not have.
export const isUnplanned = (plan, place) => !place.room || !plan.days.includes(place.day);

export const isSame = (one, other) =>
  ["day", "start", "minutes", "room"].every((name) => one[name] === other[name]);

// Later sessions may run past the end of the board, but none begins outside of it or takes no time.
export function within(plan, place, step) {
  const start = Math.min(Math.max(place.start, plan.from), plan.to - step);
  return { ...place, start, minutes: Math.max(place.minutes, step) };
}
