"""Sets one document: a job as JSON comes in, a PDF or PNG goes out. Knows no other module."""

import json
import os
import sys
from pathlib import Path
from typing import Literal, TypedDict

import typst

_FONTS = Path(__file__).parent / "fonts"


def main() -> int:
    """Try the options of the job in turn; say what was wrong with the last."""
    # Anyone who asks for a page goes first.
    os.nice(10)
    job: Job = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_embedded_fonts=False, font_paths=[str(_FONTS)])
    for options in job["tries"]:
        try:
            made = _compile(job, fonts, options)
        except typst.TypstError as error:
            fault = error.diagnostic
        else:
            sys.stdout.buffer.write(made)
            return 0
    sys.stderr.write(fault)
    return 1


class Options(TypedDict, total=False):
    """Arguments of `typst.compile`; `timestamp` in seconds since 1970, `ppi` for PNG."""

    format: Literal["pdf", "png"]
    timestamp: int
    pdf_standards: Literal["ua-1"]
    ppi: float


class Job(TypedDict):
    """A document: the path of its template, its data as JSON, and options to try in turn."""

    template: str
    data: str
    tries: list[Options]


def _compile(job: Job, fonts: typst.Fonts, options: Options) -> bytes:
    return typst.compile(
        job["template"],
        root=str(Path(job["template"]).parent),
        font_paths=fonts,
        sys_inputs={"data": job["data"]},
        **options,
    )


if __name__ == "__main__":
    sys.exit(main())
