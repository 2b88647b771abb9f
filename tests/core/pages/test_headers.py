"""Headers: what the browser may do, and who may keep an answer."""

import pytest
from django.test import Client
from django.urls import reverse

from core.pages.headers import content_security_policy
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def test_every_kind_of_answer_carries_the_policy() -> None:
    event = make_event()
    paths = [
        reverse("home", args=[event.slug]),
        reverse("account_login"),
        "/en/nothing/",
        reverse("feeds:agenda", args=[event.slug]),
        "/",
        "/healthz",
    ]

    for path in [*paths, paths[0]]:  # the first once more, from memory
        headers = Client().get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path


def test_only_public_pages_may_be_kept() -> None:
    event = make_event()

    assert "public" in Client().get(reverse("home", args=[event.slug])).headers["Cache-Control"]
    for path in (reverse("account_login"), f"/staff/{event.slug}/", "/admin/", "/nothing"):
        assert "no-store" in Client().get(path).headers["Cache-Control"], path


def test_the_policy_has_the_shape_of_djangos_own_setting() -> None:
    policy = {"default-src": ["'self'"], "img-src": ["'self'", "data:"]}

    assert content_security_policy(policy) == "default-src 'self'; img-src 'self' data:"
