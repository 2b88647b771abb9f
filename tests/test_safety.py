"""Each check of the settings, value by value: what it refuses, and what it lets through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from forum_portal import safety
from forum_portal.safety import Environment

SECRET = "kV3-9qTzLw0xYbN7uRm4PdHs8EaGf2JcQoXi5tZvB1nMyKrWe6"


def refused(check: Callable[..., Any], *args: Any, **values: Any) -> bool:
    try:
        check(*args, **values)
    except ImproperlyConfigured:
        return True
    return False


@pytest.mark.parametrize(
    ("secret", "is_refused"),
    [
        (SECRET, False),
        (SECRET[:49], True),
        ("", True),
        ("a" * 50, True),
        (f"SECRET{SECRET}", True),
        (f"django-insecure-{SECRET}", True),
        (f"ChangeMe{SECRET}", True),
    ],
)
def test_a_secret_is_long_unguessable_and_no_example(secret: str, is_refused: bool) -> None:
    assert refused(safety.check_secret, secret) == is_refused


@pytest.mark.parametrize(
    ("hosts", "debug", "is_refused"),
    [
        (["forum.example"], False, False),
        (["forum.example"], True, True),
        (["localhost", "127.0.0.1", "[::1]", ".localhost"], True, False),
        (["localhost", "forum.example"], True, True),
        (["10.0.0.1"], True, True),
        ([], False, True),
        (["*"], False, True),
        (["*.example"], False, True),
        (["."], False, True),
        ([".forum.example"], False, False),
        (["forum.example:80"], False, True),
        (["forum.example/a"], False, True),
        (["forum.example", "a b"], False, True),
    ],
)
def test_hosts_are_named_and_debug_stays_at_home(
    hosts: list[str], debug: bool, is_refused: bool
) -> None:
    assert refused(safety.check_hosts, hosts, debug=debug) == is_refused


@pytest.mark.parametrize(
    ("origin", "allow_http", "is_refused"),
    [
        ("https://forum.example", False, False),
        ("https://forum.example:8443", False, False),
        ("http://forum.example", False, True),
        ("http://forum.example", True, False),
        ("http://localhost:8000", False, False),
        ("http://127.0.0.1", False, False),
        ("https://forum.example/", True, True),
        ("https://forum.example?a", True, True),
        ("https://a@forum.example", True, True),
        ("https://forum.example:0", True, True),
        ("https://forum.example:x", True, True),
        ("https://:443", True, True),
        ("ftp://forum.example", True, True),
        ("https://", True, True),
        ("", True, True),
        ("https://[::1", True, True),
        ("http://[::1]:8000", False, False),
    ],
)
def test_an_origin_is_exact_and_safe(origin: str, allow_http: bool, is_refused: bool) -> None:
    assert refused(safety.check_origin, origin, allow_http=allow_http) == is_refused


@pytest.mark.parametrize(
    ("hosts", "is_refused"),
    [
        ([], False),
        (["hooks.city.example"], False),
        (["a.b", "c-d.example"], False),
        (["hooks"], True),
        (["10.0.0.1"], True),
        (["Hooks.example"], True),
        (["*.example"], True),
        (["-a.example"], True),
        (["a.example", "b.example/"], True),
        (["a..example"], True),
    ],
)
def test_word_goes_to_machines_with_a_full_name(hosts: list[str], is_refused: bool) -> None:
    assert refused(safety.check_webhook_hosts, hosts) == is_refused


def postgres(options: str = "", name: str = "forum", **more: str) -> dict[str, Any]:
    described = {"ENGINE": "django.db.backends.postgresql", "NAME": name}
    return described | {"OPTIONS": {"options": options, **more}}


def sqlite(name: str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name}


@pytest.mark.parametrize(
    ("database", "allow_temporary", "is_refused"),
    [
        (sqlite("/srv/forum.sqlite3"), False, False),
        (sqlite("/tmp/a.sqlite3"), False, True),
        (sqlite("/tmp/a.sqlite3"), True, False),
        (sqlite("/dev/shm/a"), False, True),
        (sqlite("/srv/../tmp/a"), False, True),
        (sqlite("/srv/tmp/a"), False, False),
        (sqlite(""), True, True),
        (sqlite(":memory:"), True, True),
        (sqlite("file:a?mode=memory"), True, True),
        (postgres(), False, False),
        (postgres(name=""), False, True),
        (postgres(name="", service="forum"), False, False),
        ({"ENGINE": "django.db.backends.postgresql", "NAME": "forum"}, False, False),
        ({"ENGINE": "django.db.backends.mysql", "NAME": "forum"}, True, True),
        (postgres("-c synchronous_commit=off"), False, True),
        (postgres("-c Synchronous-Commit = OFF"), False, True),
        (postgres("-c fsync=0"), False, True),
        (postgres("-c synchronous_commit=on"), False, False),
        (postgres("-c synchronous_commit=local"), False, False),
        (postgres("-c statement_timeout=0"), False, False),
    ],
)
def test_a_database_keeps_what_it_has_acknowledged(
    database: dict[str, Any], allow_temporary: bool, is_refused: bool
) -> None:
    assert refused(safety.check_database, database, allow_temporary=allow_temporary) == is_refused


@pytest.mark.parametrize(
    ("way", "word", "found"),
    [
        ("switch", "true", True),
        ("switch", "ON", True),
        ("switch", "", False),
        ("switch", "off", False),
        ("switch", "0", False),
        ("switch", "maybe", None),
        ("count", "0", 0),
        ("count", "7", 7),
        ("count", "-1", None),
        ("count", "x", None),
        ("log_level", "debug", "DEBUG"),
        ("log_level", "loud", None),
        ("list", " a , ,b", ["a", "b"]),
        ("str", "$word", "$word"),
        ("database", "postgres://u:pass@host:port/a", None),
        ("database", "nonsense", None),
        ("mail", "pigeon://roof", None),
        ("mail", "smtp://u:pa#ss@host:25", None),
        ("secrets", f"{SECRET},short", None),
        ("networks", "10.0.0.0/33", None),
        ("public_keys", f"age1{'q' * 58}", [f"age1{'q' * 58}"]),
        ("public_keys", "age1short", None),
        ("public_keys", f"AGE-SECRET-KEY-1{'Q' * 58}", None),
    ],
)
def test_a_value_is_read_as_what_it_says_or_names_its_variable(
    way: str, word: str, found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SETTING", word)
    more: Any = {"count": {"default": 5}, "database": {"default": ""}}.get(way, {})

    def read() -> Any:
        return getattr(Environment(), way)("A_SETTING", **more)

    if found is not None:
        assert read() == found
        return
    with pytest.raises(ImproperlyConfigured, match="A_SETTING") as error:
        read()
    assert word not in str(error.value)
