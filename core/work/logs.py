"""The log: records on the standard error, none of which holds a token that opens something.

The pages behind links log nothing of them; a link that a mail program has mangled leads to no page,
and would be logged as not found with all of it.
"""

import json
import logging
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

# Tokens and their digests are longer than words that people write; a link that ends a subscription
# has two parts (`events.newsletter.services`). Whatever is around: mail programs mangle links.
_TOKEN = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{32}|[\w-]{40,}")
FORMATS = ("text", "json")
# One record for each answer, with these facts.
ACCESS = logging.getLogger("access")
ACCESS_FACTS = ("method", "path", "status", "milliseconds")


@dataclass(slots=True)
class RequestFacts:
    """Which request a record belongs to: its identifier, its view, and the account that asks."""

    identifier: str
    view: str = ""
    user: int | None = None


CURRENT_REQUEST: ContextVar[RequestFacts | None] = ContextVar("current_request", default=None)


def without_tokens(text: str) -> str:
    """`text` with "…" in place of each token."""
    return _TOKEN.sub("…", text)


class TextFormatter(logging.Formatter):
    """One line, with the request that it belongs to; a traceback follows, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of `record`."""
        request = CURRENT_REQUEST.get()
        text = without_tokens(super().format(record)).replace("\n", "\n    ")
        return f"{text} [{request.identifier}]" if request and "\n" not in text else text


class JsonFormatter(logging.Formatter):
    """One JSON object in one line, the traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of `record`."""
        facts: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := CURRENT_REQUEST.get():
            facts |= {"request": request.identifier, "view": request.view, "user": request.user}
        facts |= {name: record.__dict__[name] for name in ACCESS_FACTS if name in record.__dict__}
        if record.exc_info:
            facts["traceback"] = self.formatException(record.exc_info)
        return without_tokens(json.dumps(facts, ensure_ascii=False))


def to_stderr(
    level: str,
    *,
    log_format: str,
    has_access_log: bool,
    error_handlers: Mapping[str, Mapping[str, object]],
) -> dict[str, object]:
    """The setting LOGGING: all of `level` and above, and each answer if `has_access_log`.

    `error_handlers` tell operators of errors.
    """
    formatters = {
        "text": {"()": TextFormatter, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": JsonFormatter},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": formatters[log_format]},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "chosen"},
            **{name: {**handler, "level": "ERROR"} for name, handler in error_handlers.items()},
        },
        "loggers": {
            "access": {"level": "INFO" if has_access_log else "CRITICAL"},
            # Django's own would mail what was typed, and the cookies.
            "django": {"handlers": []},
            # It would report each mail that is not what it claims to be.
            "flufl.bounce": {"level": "CRITICAL"},
        },
        "root": {"handlers": ["stderr", *error_handlers], "level": level},
    }
