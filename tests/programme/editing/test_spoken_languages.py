"""Languages of sessions: any that has a name, those of the edition first."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from programme.choices import SPOKEN_LANGUAGES
from tests.factories import make_event, make_member, make_session, text

pytestmark = pytest.mark.django_db


class Office:
    """An edition in Portuguese and English with one session, and an editor."""

    def __init__(self, **values: Any) -> None:
        self.event = make_event(languages=["pt-br", "en"])
        self.session = make_session(self.event, title=text("Dialogue"), **values)
        self.client = Client()
        self.client.force_login(make_member(self.event, Role.EDITOR))
        self.url = reverse("admin:programme_session_change", args=[self.session.pk])

    def boxes(self) -> list[str]:
        page = self.client.get(self.url, follow=True).content.decode()
        return re.findall(r'name="floor_languages" value="([^"]+)"', page)


def test_the_languages_of_the_edition_come_first_and_all_others_after_them() -> None:
    boxes = Office().boxes()

    assert boxes[:7] == ["pt", "en", "zh", "fr", "es", "ru", "ar"]
    assert {*boxes} == {code for code, _name in SPOKEN_LANGUAGES}
    assert {"sw", "vi", "uk"} < {*boxes}


def test_what_is_chosen_comes_first_in_its_order() -> None:
    boxes = Office(floor_languages=["sw", "zh"]).boxes()

    assert boxes[:3] == ["sw", "zh", "pt"]


@pytest.mark.parametrize(
    ("code", "name"), [("en", "Swahili"), ("fr", "swahili"), ("zh-hans", "斯瓦西里语")]
)
def test_each_has_its_name_in_the_language_of_the_reader(code: str, name: str) -> None:
    with translation.override(code):
        assert str(dict(SPOKEN_LANGUAGES)["sw"]) == name


def test_no_script_and_no_country_is_spoken() -> None:
    codes = [code for code, _name in SPOKEN_LANGUAGES]

    assert len(codes) == len({*codes})
    assert [code for code in codes if "-" in code] == []
