// The buttons above the board: days, arrangements, undo. The address keeps day and arrangement.

export function listenToTools(root, board, hand, saving) {
  const buttons = (name) => [...root.querySelectorAll(`button[data-${name}]`)];
  const press = (name, value) => {
    for (const one of buttons(name))
      one.setAttribute("aria-pressed", String(one.dataset[name] === value));
  };

  function remember() {
    const query = new URLSearchParams({ day: board.day, by: board.by });
    history.replaceState(null, "", `?${query}`);
  }

  function turnTo(day) {
    board.day = day;
    press("day", day);
    remember();
  }

  function arrange(by) {
    board.by = by;
    press("lanes", by);
    remember();
  }

  // Another day, while nothing is in hand: its first session has the focus.
  function turnDay(step) {
    const { days } = board.plan;
    const at = days.indexOf(board.day) + step;
    turnTo(days[Math.min(Math.max(at, 0), days.length - 1)]);
    board.draw();
    const first = [...board.blocks.keys()].find((one) => one.place.day === board.day);
    if (first) board.focus(first);
  }

  for (const one of buttons("day")) {
    one.addEventListener("click", () => {
      turnTo(one.dataset.day);
      board.draw();
      board.showFirst();
    });
  }
  for (const one of buttons("lanes")) {
    one.addEventListener("click", () => {
      arrange(one.dataset.lanes);
      board.draw();
    });
  }
  const undo = () => !hand.isHolding && saving.undo();
  root.querySelector("[data-part=undo]").addEventListener("click", undo);
  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!isUndo || event.shiftKey || event.target.matches("input, textarea")) return;
    event.preventDefault();
    undo();
  });

  // As the address says; the session that it names has the focus.
  function begin() {
    const query = new URLSearchParams(location.search);
    const asked = board.plan.sessions.get(query.get("session"));
    const day = asked?.place.day ?? query.get("day");
    board.day = board.plan.days.includes(day) ? day : board.day;
    board.by = query.get("by") === "track" ? "track" : "room";
    press("day", board.day);
    press("lanes", board.by);
    board.draw();
    board.showFirst();
    if (asked) board.focus(asked);
  }

  return { turnTo, turnDay, arrange, begin };
}
