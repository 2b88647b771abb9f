"""What is wrong with the markup of a page, as far as its text alone shows it."""

import re
from html.parser import HTMLParser

from tests.readable import VOID

_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:?\d\d|Z))?|\d\d:\d\d")


def faults(page: str) -> list[str]:
    """Open elements, names given twice, references to nothing, moments that are none."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    missing = sorted(reader.wanted - reader.names)
    faults = reader.faults + [f"nothing has the id {name}" for name in missing]
    faults += [f"<{tag}> is never closed" for tag in reader.open]
    if reader.headings.count(1) != 1:
        faults.append(f"{reader.headings.count(1)} headings of the first level")
    levels = zip([0, *reader.headings], reader.headings, strict=False)
    faults += [f"h{low} follows h{high}" for high, low in levels if low > high + 1]
    return faults


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.names: set[str] = set()
        self.wanted: set[str] = set()
        self.headings: list[int] = []
        self._moment: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if len(values) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if (name := values.get("id")) is not None:
            if not name or name in self.names:
                self.faults.append(f"the id “{name}” is there twice, or empty")
            self.names.add(name)
        for reference in _REFERENCES:
            self.wanted.update(values.get(reference, "").split())
        if values.get("href", "").startswith("#"):
            self.wanted.add(values["href"][1:])
        if values.get("name") == "description" and not values.get("content", "").strip():
            self.faults.append("the description of the page is empty")
        if tag == "time":
            self._moment = values.get("datetime", "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # In a picture an element may close itself; elsewhere the sign means nothing.
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes nothing")
            return
        self.open.pop()
        if tag == "time":
            self._check_moment("")

    def handle_data(self, data: str) -> None:
        if self._moment is not None:
            self._check_moment(data.strip())

    def _check_moment(self, text: str) -> None:
        if self._moment is not None and not _MOMENT.fullmatch(self._moment or text):
            self.faults.append(f"<time> says no moment: “{self._moment or text}”")
        self._moment = None
