"""What a former SECRET_KEY sealed or signed stays good while that key is listed."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.protection.sealed import CannotUnseal, seal, unseal

FORMER, PRESENT = "former-" * 8, "present-" * 8


def test_a_link_opens_with_a_former_key_and_no_other(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = FORMER, []
    token = seal({"for": "somebody"}, "a test")

    settings.SECRET_KEY = PRESENT
    with pytest.raises(CannotUnseal):
        unseal(token, "a test", max_age=None)
    settings.SECRET_KEY_FALLBACKS = [FORMER]
    assert unseal(token, "a test", max_age=60) == {"for": "somebody"}
    with pytest.raises(CannotUnseal):
        unseal(token, "another test", max_age=None)


@pytest.mark.django_db
@pytest.mark.parametrize("is_listed", [True, False])
def test_a_session_goes_on_while_its_key_is_listed(settings: Any, is_listed: bool) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = FORMER, []
    user = User.objects.create_superuser("office@example.org")
    former = user.get_session_auth_hash()

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = PRESENT, [FORMER] if is_listed else []
    client = Client()
    client.force_login(user)
    session = client.session
    session["_auth_user_hash"] = former
    session.save()

    assert (client.get("/admin/").wsgi_request.user == user) is is_listed
