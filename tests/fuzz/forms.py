"""The forms of a page, filled in as the page shows them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BINARY = {"file"}
_TICKED = {"checkbox", "radio"}


@dataclass
class Form:
    """Where a form goes, how, and what is in it."""

    action: str = ""
    method: str = "get"
    fields: list[tuple[str, str]] = field(default_factory=list)
    # What each is for, as its input says: date, number, email …
    kinds: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    # Buttons that send it elsewhere.
    ways: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given, self._form)

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if "formaction" in given:
            form.ways.append(given["formaction"])
        if tag == "select":
            self._choice = name
        elif tag == "option" and self._choice:
            form.fields.append((self._choice, given.get("value", "")))
            # The first is enough: a chosen one, if there is any, follows and wins.
            self._choice = "" if "selected" in given else self._choice
        elif kind in _BINARY:
            form.files.append(name)
        elif name and tag in ("input", "textarea", "button"):
            form.fields.append((name, given.get("value", "on" if kind in _TICKED else "")))
            form.kinds[name] = kind + given.get("class", "").lower()

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._choice = ""


def forms_of(html: str) -> list[Form]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
