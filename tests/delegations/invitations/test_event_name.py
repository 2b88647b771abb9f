"""The name of the event in letters: a text of its own, with its article, in each language."""

import pytest

from delegations.invitations.letters import preview_letter
from events.models import Event
from tests.delegations.invitations.test_letters import BOTH, invited
from tests.factories import make_letter_template, text

pytestmark = pytest.mark.django_db


def test_the_event_is_named_as_the_sentence_of_each_language_needs_it(event: Event) -> None:
    make_letter_template(
        event,
        body=text("We invite you to {event}.", zh_hans="诚邀出席{event}。"),
        event_name=text("the Global Mayors’ Forum"),
    )

    letter = preview_letter(delegation=invited(event), choice=BOTH)

    english, chinese = letter.texts
    assert english["body"] == "We invite you to the Global Mayors’ Forum."
    assert chinese["body"] == f"诚邀出席{event.title}。"
