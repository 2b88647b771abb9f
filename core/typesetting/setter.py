"""Sets one document: a job as JSON comes in, a PDF or PNG goes out. Knows no other module."""

import json
import os
import sys
from pathlib import Path
from typing import Any, cast

import typst

_FONTS = Path(__file__).parent / "fonts"


def main() -> int:
    """Try the options of the job in turn; say what was wrong with the last."""
    # Anyone who asks for a page goes first.
    os.nice(10)
    job = json.load(sys.stdin.buffer)
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


def _compile(job: dict[str, Any], fonts: typst.Fonts, options: dict[str, Any]) -> bytes:
    made = typst.compile(
        job["template"],
        root=str(Path(job["template"]).parent),
        font_paths=fonts,
        sys_inputs={"data": job["data"]},
        **options,
    )
    return cast("bytes", made)


if __name__ == "__main__":
    sys.exit(main())
