"""`make demo` and `make start` on all interfaces: other machines of the office reach them."""

from pathlib import Path

import pytest

from forum_portal import serve


@pytest.mark.parametrize(
    ("host", "is_open"), [("127.0.0.1", False), ("0.0.0.0", True), ("::", True)]
)
@pytest.mark.parametrize("what", ["demo", "start"])
def test_names_of_the_machine_are_allowed_only_where_others_can_reach_it(
    what: str, host: str, *, is_open: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("ALLOWED_HOSTS")
    monkeypatch.setattr(serve, "_names_of_machine", lambda: ["office-pc", "10.1.2.3"])

    hosts = serve._environment(what, host, 8000)["ALLOWED_HOSTS"].split(",")

    assert {"127.0.0.1", "localhost"} <= {*hosts}
    assert ({"office-pc", "10.1.2.3"} <= {*hosts}) is is_open
    assert "0.0.0.0" not in hosts
