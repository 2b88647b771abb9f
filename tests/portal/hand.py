"""The hand of somebody at the browser, whose actions are counted."""

import re
from pathlib import Path
from typing import Any


class Hand:
    """Does what a person does on a page; `actions` counts it.

    One action is a click, a text typed into a field, a choice in a select (opened and chosen, or
    typed with the keyboard), a key pressed by itself, or something dragged. Looking, scrolling and
    moving the pointer are none.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Any) -> None:
        self._act()
        target.click()

    def type(self, target: Any, text: str) -> None:
        """Write into a field, instead of what it holds."""
        self._act()
        target.fill(text)

    def choose(self, select: Any, label: str) -> None:
        self._act()
        select.select_option(label=label)

    def choose_file(self, field: Any, path: Path) -> None:
        self._act()
        field.set_input_files(path)

    def press(self, key: str) -> None:
        self._act()
        self.page.keyboard.press(key)

    def drag(self, target: Any, across: float = 0, down: float = 0) -> None:
        """Draw something by so many pixels and let it go."""
        self._act()
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 3, 12)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + across / 2, y + down / 2, steps=5)
        self.page.mouse.move(x + across, y + down, steps=5)
        self.page.mouse.up()

    def _act(self) -> None:
        self.actions += 1


def actions_in(guide: Path) -> dict[str, int]:
    """The actions of each task by the table of a guide: task, before, now."""
    rows = re.findall(r"^\| ([^|]+) \| (?:\d+|–) \| (\d+) \|$", guide.read_text("utf-8"), re.M)
    return {name: int(actions) for name, actions in rows}
