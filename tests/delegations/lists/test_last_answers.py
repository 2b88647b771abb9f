"""Of all the answers of a person to one question, the last one counts."""

import pytest

from delegations.choices import ConsentPurpose as P
from delegations.models import Attendee, Consent
from delegations.protocol.consents import STOPPED_BY_NO
from tests.factories import NOON, make_attendee, make_delegation, make_event

pytestmark = pytest.mark.django_db


def say(person: Attendee, purpose: str, given: bool) -> None:
    Consent.objects.create(
        attendee=person, purpose=purpose, given=given, text_version="x", language="en"
    )


def _asked_about(purpose: str, person: Attendee) -> dict[str, bool]:
    people = Attendee.objects.filter(pk=person.pk)
    return {
        "refusing": people.refusing(purpose).exists(),
        "agreeing": people.agreeing(purpose).exists(),
        "allowing": people.allowing(purpose).exists(),
    }


def test_an_answer_to_one_question_is_none_to_another() -> None:
    person = make_attendee(make_delegation(make_event()))
    for given in (False, True):
        say(person, P.LATER_FORUMS, given)
    say(person, P.REGISTRATION, False)
    for purpose in (P.LATER_FORUMS, P.REGISTRATION, P.IMAGES):
        say(make_attendee(person.delegation), purpose, purpose == P.REGISTRATION)

    assert _asked_about(P.LATER_FORUMS, person) == {
        "refusing": False,
        "agreeing": True,
        "allowing": True,
    }
    assert _asked_about(P.REGISTRATION, person) == {
        "refusing": True,
        "agreeing": False,
        "allowing": False,
    }
    assert _asked_about(P.IMAGES, person) == {
        "refusing": False,
        "agreeing": False,
        "allowing": P.IMAGES in STOPPED_BY_NO,
    }


@pytest.mark.parametrize("last", [True, False])
def test_of_two_answers_at_the_same_moment_the_one_written_later_counts(last: bool) -> None:
    person = make_attendee(make_delegation(make_event()))
    for given in (not last, last):
        say(person, P.IMAGES, given)
    Consent.objects.update(at=NOON)

    assert _asked_about(P.IMAGES, person) == {
        "refusing": not last,
        "agreeing": last,
        "allowing": last,
    }
