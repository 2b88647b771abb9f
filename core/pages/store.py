"""Finished pages in the memory of one process."""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from core.pages.compression import compress

# Path, scope, allowed query, revision.
Key = tuple[str, str, tuple[tuple[str, str], ...], int]


@dataclass(frozen=True, slots=True)
class Rule:
    """How pages of a path are stored: the event whose revision they follow, the query they read."""

    scope: str | None
    query: tuple[str, ...]
    # The view itself sees to it that a page is made once, and nobody waits in a thread for it.
    is_heavy: bool = False


@dataclass(slots=True)
class Page:
    """A finished page. The compressed forms are made when somebody first asks for them."""

    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    # From this moment on (seconds since 1970) it is made again, whatever the revision.
    fresh_until: float = math.inf
    encoded: dict[str, bytes] = field(default_factory=dict)

    def in_encoding(self, encoding: str) -> bytes:
        """The bytes in `encoding` (br, gzip or identity)."""
        if encoding not in self.encoded:
            self.encoded[encoding] = compress(self.body, encoding)
        return self.encoded[encoding]

    @property
    def cost(self) -> int:
        """Bytes of memory, with the compressed forms that may still come."""
        return len(self.body) * 3 // 2 + 1024


class PageStore:
    """Pages of one process, the least recently used leaving first. Safe between threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._rules: OrderedDict[str, Rule] = OrderedDict()
        self._lock = threading.Lock()

    def rule(self, path: str) -> Rule | None:
        """The rule for `path`, learnt when it was last rendered; None if it never was."""
        return self._rules.get(path)

    def get(self, key: Key, at: float) -> Page | None:
        """The page kept under `key`, if it is still true at `at` (seconds since 1970)."""
        page = self._pages.get(key)
        if page is not None and page.fresh_until <= at:
            return None
        if page is not None:
            with self._lock:
                if key in self._pages:
                    self._pages.move_to_end(key)
        return page

    def put(self, path: str, rule: Rule, key: Key, page: Page) -> None:
        """Keep `page`, and let older ones go until all fit."""
        if page.cost > self.limit:
            return
        with self._lock:
            self._rules[path] = rule
            self._drop(self._pages.pop(key, None))
            self._pages[key] = page
            self.size += page.cost
            while self.size > self.limit:
                self._drop(self._pages.popitem(last=False)[1])
            while len(self._rules) > 2 * len(self._pages) + 100:
                self._rules.popitem(last=False)

    def _drop(self, page: Page | None) -> None:
        if page is not None:
            self.size -= page.cost

    def clear(self) -> None:
        """Forget everything (for tests and measurements)."""
        with self._lock:
            self._pages.clear()
            self._rules.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._pages)
