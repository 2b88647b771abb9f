"""Finds every text that the portal asks a translation for, and every one that it forgot to mark."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.template import engines
from django.template.base import Lexer, Template, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from tests.paths import ROOT

# The folders of our own apps: those that stand at the top of the repository.
APPS = [
    Path(app.path).name for app in apps.get_app_configs() if Path(app.path).resolve().parent == ROOT
]

# Name of the function → its arguments, in order, that hold a context, a text and its plural.
_FUNCTIONS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), ("text",)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "text")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("text", "plural")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "text", "plural")),
}
# Arguments and attributes that people read, wherever Django has them.
_READ = {
    "verbose_name",
    "verbose_name_plural",
    "help_text",
    "label",
    "empty_label",
    "description",
    "short_description",
    "violation_error_message",
    "site_header",
    "site_title",
    "index_title",
}
_READ_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "label", "data-label"}


@dataclass(frozen=True, order=True)
class Text:
    """A text as a catalogue keeps it."""

    text: str
    plural: str = ""
    context: str = ""


def python_files() -> list[Path]:
    """The modules of our apps; migrations repeat what models say."""
    files = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return sorted(path for path in files if "migrations" not in path.relative_to(ROOT).parts)


def template_files() -> list[Path]:
    """Every template of ours, mails and scripts among them."""
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    return sorted(path for folder in folders for path in folder.rglob("*.*"))


def texts() -> set[Text]:
    """All texts of the portal that are marked for translation."""
    marked: set[Text] = set()
    for path in python_files():
        marked |= set(in_python(path.read_text(encoding="utf-8"), str(path)))
    for path in template_files():
        marked |= set(in_template(path.read_text(encoding="utf-8")))
    return marked


# --- Python ---------------------------------------------------------------------------------------


def in_python(source: str, name: str = "source") -> Iterator[Text]:
    """The texts of one module. A text that is worked out at run time cannot be translated."""
    tree = ast.parse(source)
    functions = _translators(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        parts = _FUNCTIONS.get(functions.get(node.func.id, ""), ())
        if not parts:
            continue
        values = dict(zip(parts, map(_constant, node.args), strict=False))
        if len(values) < len(parts) or None in values.values():
            raise ValueError(f"{name}, line {node.lineno}: no catalogue can hold this text")
        yield Text(**{key: value or "" for key, value in values.items()})


def unmarked_in_python(source: str) -> Iterator[str]:
    """What people read and nobody translates: labels, help and errors that are plain strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _unmarked_arguments(node)
        elif isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names & _READ and (text := _constant(node.value)):
                yield text
        elif isinstance(node, ast.ClassDef) and any(
            "Choices" in ast.unparse(b) for b in node.bases
        ):
            yield from (
                text
                for line in node.body
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple)
                if (text := _constant(line.value.elts[-1]))
            )


def _unmarked_arguments(call: ast.Call) -> Iterator[str]:
    called = ast.unparse(call.func)
    if called.startswith("messages.") or called.endswith("add_error"):
        read = call.args[1:]
    elif re.match(r".*ValidationError$|models\.\w+(Field|Key)$|TranslatedField", called):
        read = call.args[:1]
    else:
        read = []
    for value in [*read, *(keyword.value for keyword in call.keywords if keyword.arg in _READ)]:
        parts = value.values if isinstance(value, ast.Dict | ast.JoinedStr) else [value]
        # A name of another model ("events.Event") or of a row is no sentence.
        texts = filter(None, map(_constant, parts))
        yield from (text for text in texts if not re.fullmatch(r"(\w+\.)?[A-Z]\w+|self", text))


def _translators(tree: ast.Module) -> dict[str, str]:
    """Under which name a module knows the functions of Django that translate."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }


def _constant(node: ast.expr) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None  # type: ignore[attr-defined]


# --- Templates ------------------------------------------------------------------------------------


def in_template(source: str) -> Iterator[Text]:
    """The texts of one template, as Django itself reads it: trimmed, with its placeholders."""
    template = Template(source, engine=engines["django"].engine)  # type: ignore[attr-defined]
    node: Any
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        yield Text(node.filter_expression.var.literal.replace("%%", "%"), "", _context(node))
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        text, plural = (node.render_token_list(part)[0] for part in (node.singular, node.plural))
        yield Text(text, plural, _context(node))
    for tag in _tokens(source, TokenType.VAR, TokenType.BLOCK):
        yield from (Text(text) for _quote, text in re.findall(r"\b_\(([\"'])(.+?)\1\)", tag))


def _context(node: Any) -> str:
    return str(node.message_context.resolve({})) if node.message_context else ""


def unmarked_in_template(source: str) -> list[str]:
    """Words that stand in a template as they are, in the text or in an attribute that is read."""
    source = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", source, flags=re.DOTALL)
    reader = _Words()
    reader.feed("".join(_tokens(source, TokenType.TEXT)))
    reader.close()
    return reader.found


def _tokens(source: str, *kinds: TokenType) -> list[str]:
    return [token.contents for token in Lexer(source).tokenize() if token.token_type in kinds]


class _Words(HTMLParser):
    """Collects what a reader reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        for name, value in attrs:
            if name in _READ_ATTRIBUTES:
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not self._silent and re.search(r"[^\W\d_]{2}", text):
            self.found.append(text)
