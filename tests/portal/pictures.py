"""Pictures for the documents, taken by the tests that walk the way that a document tells.

Where SCREENSHOTS names a folder, they are put there.
"""

import os
from pathlib import Path
from typing import Any

_MARGIN = 12  # pixels below what a picture shows
_TALL = 1000  # pixels: a picture is cut off below


def take_picture(page: Any, name: str, first: str, last: str = "") -> None:
    """Keep what lies between two elements of the page, if somebody has asked for pictures."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    page.evaluate("() => scrollTo(0, 0)")
    boxes = [page.locator(selector).first.bounding_box() for selector in (first, last or first)]
    left, top = (min(box[side] for box in boxes) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = min(boxes[1]["y"] + boxes[1]["height"] + _MARGIN, top + _TALL)
    page.screenshot(
        path=Path(folder) / f"{name}.png",
        clip={"x": left, "y": top, "width": right - left, "height": bottom - top},
        full_page=True,
    )
