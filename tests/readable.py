"""What somebody reads on a page: its texts and the attributes that are read out or shown."""

import re
from html.parser import HTMLParser

_READ = {"alt", "title", "aria-label", "placeholder", "content"}
# Elements that have no end.
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Signs that part a line into what was put together: "Agenda · Forum 2030", "Room: Hall, floor 3".
_JOINTS = re.compile(r"[·:：;；,，、.。()（）“”«»|\d–—→←\u2066-\u2069]+")


def pieces(text: str) -> set[str]:
    """The parts of a text that have a word in Latin letters."""
    parts = (" ".join(part.split()) for part in _JOINTS.split(text))
    return {part for part in parts if re.search(r"[A-Za-z]{2}", part)}


def read(page: str) -> set[str]:
    """All pieces of a page in its own language: what is marked as another language is left out."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return set().union(*map(pieces, reader.found)) if reader.found else set()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._language = ""
        # Open elements, and whether each is read.
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._language = values["lang"]
        is_other = values.get("lang", self._language) != self._language
        is_read = self._is_read() and not is_other and tag not in {"script", "style"}
        if is_read:
            technical = ("viewport", "robots", "theme-color", "og:url", "og:type", "twitter:card")
            named = values.get("name") or values.get("property", "")
            is_technical = named in technical or (named + ":").startswith("og:image:")
            for name, value in values.items():
                # Scripts show words that they find in data attributes.
                if (name in _READ and not is_technical) or (
                    name.startswith("data-") and " " in value
                ):
                    self.found.append(value)
        if tag not in VOID:
            self._open.append((tag, is_read))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_read():
            self.found.append(data)

    def _is_read(self) -> bool:
        return not self._open or self._open[-1][1]
