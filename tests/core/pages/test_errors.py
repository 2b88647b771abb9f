"""What goes wrong is answered with the right number, in our own look, never with a trace."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events import visitors
from tests.factories import make_event, make_user
from tests.paths import ROOT

pytestmark = pytest.mark.django_db


def _is_ours(answer: Any) -> bool:
    content = answer.content.decode()
    return 'class="error-page"' in content and "Traceback" not in content


@pytest.mark.parametrize(
    "path", ["/en/nothing/", "/en/a/b/c/", "/static/nothing.css", "/%00", "/en/%FF/"]
)
def test_what_is_not_there_is_404_in_our_own_look(path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 404
    assert _is_ours(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_address_that_does_not_exist_reads_no_upload() -> None:
    files = {f"file{number}": io.BytesIO(b"x") for number in range(150)}

    answer = Client().post("/en/a/b/c/d/", files)

    assert answer.status_code == 404
    assert _is_ours(answer)


def test_too_many_files_or_fields_are_the_senders_mistake() -> None:
    client = Client()
    client.force_login(make_user())
    files = {f"file{number}": io.BytesIO(b"x") for number in range(150)}
    fields = {f"field{number}": "x" for number in range(5000)}

    for data in (files, fields):
        answer = client.post(reverse("account_login"), data)
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "path",
    ["agenda/?day=%00", "agenda/?track=%FF", "speakers/%00/", "sessions/%E4%BD%A0/", "info/x%00y/"],
)
def test_bytes_that_are_no_text_break_nothing(path: str) -> None:
    event = make_event()

    assert Client().get(f"/en/{event.slug}/{path}").status_code in (200, 404)


def test_a_mistake_of_ours_is_500_without_a_word_of_the_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = make_event()

    def broken(*_: object) -> None:
        raise RuntimeError("an inner secret")

    monkeypatch.setattr(visitors, "common_context", broken)

    answer = Client(raise_request_exception=False).get(f"/en/{event.slug}/")

    assert answer.status_code == 500
    assert _is_ours(answer)
    assert b"inner secret" not in answer.content


def test_a_form_from_elsewhere_is_refused_and_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a"})

    assert answer.status_code == 403
    assert _is_ours(answer)
    assert "send the form again" in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused() -> None:
    answer = Client().get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


_LOST = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "localhost"})
client.cookies["session"] = "x" * 32
for path in ("/", "/en/forum/", "/forum/agenda.ics", "/staff/forum/", "/readyz", "/healthz"):
    answer = client.get(path)
    wait, ours = answer.headers.get("Retry-After"), b"error-page" in answer.content
    print(path, answer.status_code, wait, ours)
"""


def test_a_lost_database_is_503_and_says_when_to_come_back(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "PUBLIC_ORIGIN": "http://localhost",
        "DATA_DIR": str(tmp_path),
    }
    made = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(made, env=environment, cwd=ROOT, check=True)

    done = subprocess.run(
        [sys.executable, "-c", _LOST],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    lines = done.stdout.splitlines()
    assert lines[-1] == "/healthz 200 None False"
    assert [line.split(" ", 1)[1] for line in lines[:-1]] == ["503 10 True"] * 5
