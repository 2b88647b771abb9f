"""What operators are told of an error: where it happened, never what somebody had typed."""

import logging
import traceback
from dataclasses import dataclass

from core.work.logs import CURRENT_REQUEST, without_tokens

_BUSY = 503


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """An error without personal data: no messages of exceptions, no values of variables.

    `place` is where it happened, the same for the same fault. `kind` is the class of the exception
    with its module; both are empty where none was raised.
    """

    level: str
    logger: str
    text: str
    place: str
    kind: tuple[str, str] = ("", "")
    frames: tuple[traceback.FrameSummary, ...] = ()
    request: str = ""
    view: str = ""


def report_of(record: logging.LogRecord) -> ErrorReport | None:
    """The report about a record of the log; None if it is no error of ours.

    What is filled into messages is left out: it may quote what somebody has typed. A text without
    places to fill in may be the message of the exception.
    """
    # A request that is refused is no error of ours, nor is a portal that is only busy.
    status = getattr(record, "status_code", 500)
    if status < 500 or status == _BUSY:
        return None
    is_template = bool(record.args) or not record.exc_info
    request = CURRENT_REQUEST.get()
    place, kind = f"{record.name} at {record.pathname}:{record.lineno}", ("", "")
    frames: tuple[traceback.FrameSummary, ...] = ()
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        frames = tuple(traceback.extract_tb(error.__traceback__))
        kind = (type(error).__module__, type(error).__qualname__)
        place = f"{kind[1]} at {_line(frames[-1]) if frames else record.name}"
    return ErrorReport(
        level=record.levelname,
        logger=record.name,
        text=without_tokens(str(record.msg)) if is_template else "–",
        place=without_tokens(place),
        kind=kind,
        frames=frames,
        request=request.identifier if request else "",
        view=request.view if request else "",
    )


def as_text(report: ErrorReport) -> str:
    """The report as lines of text."""
    lines = [f"{report.level} {report.logger}", report.text]
    if report.request:
        lines += [f"Request: {report.request}", f"View: {report.view or '–'}"]
    if report.kind[1]:
        lines += ["", *map(_line, report.frames), ".".join(report.kind)]
    return "\n".join(lines)


def _line(frame: traceback.FrameSummary) -> str:
    return f"{frame.filename}:{frame.lineno} {frame.name}"
