"""How a process of the portal is connected to its database."""

from pathlib import Path
from typing import NamedTuple

from core.pages.admission import PLACES
from forum_portal.safety import Database


class TimeLimits(NamedTuple):
    """How long a process waits for the database, in seconds; 0 is without a limit."""

    statement: int
    lock: int
    idle_in_transaction: int
    sqlite_lock: int


# By role. A page gives up soon: its answer is 503, and the next one is served. What works behind
# the scenes may take its time, and a command as long as it needs.
_LIMITS = {
    "command": TimeLimits(statement=0, lock=0, idle_in_transaction=0, sqlite_lock=20),
    "worker": TimeLimits(statement=300, lock=30, idle_in_transaction=300, sqlite_lock=20),
    "page": TimeLimits(statement=5, lock=4, idle_in_transaction=60, sqlite_lock=5),
}
ROLES: tuple[str, ...] = tuple(_LIMITS)


def connect(database: Database, *, role: str, base: Path) -> None:
    """Complete the settings of `database`; a relative SQLite file lies below `base`."""
    if database["ENGINE"].endswith("sqlite3"):
        _connect_sqlite(database, _LIMITS[role], base)
    else:
        _connect_postgresql(database, _LIMITS[role])


def _connect_sqlite(database: Database, limits: TimeLimits, base: Path) -> None:
    path = base / database["NAME"]
    path.parent.mkdir(parents=True, exist_ok=True)
    database["NAME"] = str(path)
    # One connection for each thread, kept: to open the file again costs more than most queries.
    database["CONN_MAX_AGE"] = None
    database["OPTIONS"] = {
        # Writers queue instead of failing half-way (measured: 0 of 800 locked).
        "transaction_mode": "IMMEDIATE",
        "timeout": limits.sqlite_lock,
        # FULL: an acknowledged save survives a power cut too.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


def _connect_postgresql(database: Database, limits: TimeLimits) -> None:
    given = database.get("OPTIONS", {})
    # What the address says comes last, and counts.
    options = (
        f"-c statement_timeout={limits.statement}s -c lock_timeout={limits.lock}s "
        f"-c idle_in_transaction_session_timeout={limits.idle_in_transaction}s "
        f"{given.get('options', '')}"
    )
    database["OPTIONS"] = {
        **given,
        "options": options.strip(),
        # One for each request that is answered at once.
        "pool": {"min_size": 1, "max_size": PLACES, "timeout": 2.0},
        # A lost server is noticed within two seconds, so that the answer is a 503 and not a wait.
        "connect_timeout": 2,
    }
    database["ENGINE"] = "forum_portal.postgresql"
