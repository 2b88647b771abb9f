"""Markdown as plain paragraphs, for where there is no HTML: paper."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Block(NamedTuple):
    """A paragraph, an item of a list or a heading (`kind`), as text without marks."""

    kind: str
    text: str


def plain_blocks(markdown: str) -> list[Block]:
    """What a reader of the page would read, block by block; of a link its words remain."""
    return list(_blocks(_parser().parse(markdown)))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  (only long text needs it)

    return MarkdownIt("commonmark", {"html": False})


def _blocks(tokens: "list[Token]") -> Iterator[Block]:
    kinds = {"paragraph_open": "paragraph", "heading_open": "heading"}
    kind, is_item = "paragraph", False
    for token in tokens:
        if token.type == "list_item_open":
            is_item = True
        elif token.type == "list_item_close":
            is_item = False
        elif token.type in kinds:
            kind = kinds[token.type]
        elif token.type == "inline":
            yield Block("item" if is_item else kind, _plain(token.children or []))
            is_item = False  # a second paragraph of the same item has no mark of its own
        elif token.type in ("fence", "code_block"):
            yield Block("paragraph", token.content.strip())


def _plain(children: "list[Token]") -> str:
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(breaks.get(child.type, child.content) for child in children)
