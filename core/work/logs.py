"""The log: lines on the standard error, none of which holds a token that opens something.

The pages behind links log nothing of them; a link that a mail program has mangled leads to no page,
and would be logged as not found with all of it.
"""

import logging
import re

# Tokens and their digests are longer than anything that people write between two slashes.
_TOKEN = re.compile(r"(?<=/)[\w-]{40,}")


class LineFormatter(logging.Formatter):
    """One line, and what followed from it, with "…" in place of each token of an address."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of `record`."""
        return _TOKEN.sub("…", super().format(record))


def to_stderr(level: str) -> dict[str, object]:
    """The setting LOGGING: all of `level` and above."""
    line = {"()": LineFormatter, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
    }
