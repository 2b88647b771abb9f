"""Long writing in pieces, so that everybody else who writes gets a turn in between.

On SQLite one connection writes at a time; on PostgreSQL a piece holds the locks of its event.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# In seconds: what a piece should take, and the pause after it. A writer that waits on SQLite
# looks every tenth of a second whether it may begin.
PIECE, PAUSE = 0.4, 0.12
FEWEST, MOST = 10, 500


class Pace:
    """The number of rows for the next piece, found out from how long the last one took."""

    def __init__(self, fewest: int | None = None) -> None:
        """`fewest` rows are in the first piece, and never less in a later one."""
        self._fewest = FEWEST if fewest is None else fewest
        self.rows = self._fewest

    @contextmanager
    def piece(self) -> Iterator[None]:
        """Write one piece; pause afterwards."""
        begun = time.monotonic()
        yield
        seconds = max(time.monotonic() - begun, 0.001)
        wanted = min(round(self.rows * PIECE / seconds), 2 * self.rows)
        self.rows = max(self._fewest, min(wanted, MOST))
        time.sleep(PAUSE)
