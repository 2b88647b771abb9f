"""Secrets of apps and recovery codes are encrypted in the database, and survive a new key."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from core.protection import sealed_stores
from core.protection.sealed_stores import all_stores, check_keys
from delegations.models import SensitiveData
from tests.accounts.test_identity import SECRET
from tests.events.test_newsletter import everything_in_the_database
from tests.factories import make_attendee, make_delegation, make_event, make_user
from tests.totp import code_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_limits")]

OLD, NEW, OTHER = (f"{name}-Zt7q9LmX2vRb4Kc8NwY1sDf6GhJ3pQaE5uTiOzWxCy" for name in "ONT")
SEED = "0f" * 40


def factors(user: User) -> dict[str, Any]:
    return dict(Authenticator.objects.filter(user=user).values_list("type", "data"))


def opens(user: User) -> bool:
    """Whether the app and the codes are still those that the person has."""
    app = TOTP(Authenticator.objects.get(user=user, type="totp"))
    codes = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes"))
    return bool(app.validate_code(code_for(SECRET)) and len(set(codes.generate_codes())) > 8)


def test_no_secret_of_a_factor_stands_in_the_database() -> None:
    user = make_user()
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user)

    kept = everything_in_the_database()

    assert SECRET not in kept
    assert set(factors(user)) == {"totp", "recovery_codes"}
    assert codes.instance.data["seed"].startswith("gAAAA")
    assert [code for code in codes.generate_codes() if code in kept] == []
    assert opens(user)


def test_a_new_key_takes_over_all_of_it(settings: Any) -> None:
    settings.DATA_KEYS = [OLD]
    user = make_user()
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)

    settings.DATA_KEYS = [NEW, OLD]
    call_command("reseal", verbosity=0)

    settings.DATA_KEYS = [NEW]
    check_keys()
    assert opens(user)


def passports() -> dict[int, str]:
    """What the database has of each passport number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT attendee_id, passport_number FROM delegations_sensitivedata")
        return dict(cursor.fetchall())


def test_a_change_of_keys_that_is_stopped_goes_on_where_it_was(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_stores, "_BATCH", 2)
    settings.DATA_KEYS = [OLD]
    for _number in range(5):
        passport_of_somebody()
    before = passports()
    settings.DATA_KEYS = [NEW, OLD]
    store = next(store for store in all_stores() if store.name.endswith(".SensitiveData"))

    counts = store.reseal()
    next(counts)  # the first batch; the rest is never asked for
    halfway = passports()
    done = list(store.reseal())

    assert sum(halfway[key] != before[key] for key in before) == 2
    assert done == [2, 4, 5]
    after = passports()
    assert sum(after[key] == halfway[key] for key in before) == 2
    settings.DATA_KEYS = [NEW]
    assert {row.passport_number for row in SensitiveData.objects.all()} == {"X1"}


def app_of_somebody() -> None:
    TOTP.activate(make_user(), SECRET)


def passport_of_somebody() -> None:
    person = make_attendee(make_delegation(make_event()))
    SensitiveData.objects.create(attendee=person, passport_number="X1")


@pytest.mark.parametrize("store", [app_of_somebody, passport_of_somebody])
@pytest.mark.parametrize("is_newest", [True, False])
def test_a_key_that_does_not_open_what_is_stored_stops_the_start(
    store: Any, is_newest: bool, settings: Any
) -> None:
    settings.DATA_KEYS = [OLD if is_newest else NEW]
    store()
    settings.DATA_KEYS = [NEW if is_newest else OLD]
    store()
    settings.DATA_KEYS = [NEW]

    with pytest.raises(ImproperlyConfigured, match=r"^DATA_KEYS does not open .* reseal"):
        check_keys()
    settings.DATA_KEYS = [NEW, OLD]
    check_keys()


def test_without_keys_of_its_own_it_is_the_secret_that_does_not_open(settings: Any) -> None:
    app_of_somebody()
    settings.SECRET_KEY = OTHER

    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY does not open"):
        check_keys()
    with pytest.raises(ImproperlyConfigured):
        call_command("work", "--once")


def test_without_tables_there_is_nothing_to_open() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE mfa_authenticator RENAME TO gone")
    try:
        check_keys()
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE gone RENAME TO mfa_authenticator")
