"""What is wrong with the markup of a page, as far as its text alone shows it."""

import re
from html.parser import HTMLParser
from unicodedata import normalize

from tests.readable import VOID

_FILLED_IN = {"input", "select", "textarea", "button", "meter", "output", "progress"}
# What a list may be instead, of what is in use.
_ROLES_OF_LISTS = {"list", "listbox", "menu", "tablist", "toolbar", "tree", "group"}

_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:?\d\d|Z))?|\d\d:\d\d")


def faults(page: str) -> list[str]:
    """Open elements, names given twice, references to nothing, moments that are none.

    And what the Nu checker found besides in the organizers' pages: labels of nothing that can be
    filled in, selects that cannot be empty, terms without a description, roles of other elements.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.faults += _Forms.faults_of(page)
    if normalize("NFC", page) != page:
        reader.faults.append("a text is not in normalization form C")
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
        if values.get("href", "").startswith("#") and values["href"] != "#":
            self.wanted.add(values["href"][1:])
        if (tag, values.get("name")) == ("meta", "description") and not values.get(
            "content", ""
        ).strip():
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
            self.faults.append(f"<time> is not a date or time: “{self._moment or text}”")
        self._moment = None


class _Forms(HTMLParser):
    """Reads labels, selects, description lists and roles."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self._is_required = self._is_first = False
        self._option: str | None = None
        self._terms: list[str] = []

    @classmethod
    def faults_of(cls, page: str) -> list[str]:
        """What is wrong with the forms and lists of a page."""
        reader = cls()
        reader.feed(page)
        reader.close()
        unlabelled = sorted(reader.labels - reader.fields)
        return reader.faults + [f"a label is for {name}, which is no field" for name in unlabelled]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "label" and "for" in values:
            self.labels.add(values["for"])
        if tag in _FILLED_IN and values.get("type") != "hidden":
            self.fields.add(values.get("id", ""))
        if tag in ("ul", "ol") and values.get("role", "list") not in _ROLES_OF_LISTS:
            self.faults.append(f"<{tag}> has the role {values['role']}")
        if tag == "select":
            self._is_required = "required" in values and not values.keys() & {"multiple", "size"}
            self._is_first = True
        if tag == "option":
            if self._is_first and self._is_required and values.get("value"):
                self.faults.append("a required select begins with a choice")
            self._is_first = False
            self._option = values.get("label", "")
        if tag in ("dl", "dt", "dd"):
            self._terms.append(tag)

    def handle_data(self, data: str) -> None:
        if self._option is not None:
            self._option += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "option" and not self._option:
            self.faults.append("a choice has no name")
        if tag == "option":
            self._option = None
        if tag == "select" and self._is_first and self._is_required:
            self.faults.append("a required select has no choice")
        if tag in ("div", "dl") and self._terms[-1:] == ["dt"]:
            self.faults.append("a term has no description")
            self._terms.clear()
