"""Nobody outside the team learns of the award what is under embargo, anywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from events.models import Award
from tests import audiences
from tests.factories import make_award, make_entry, make_event, make_member, text
from tests.world import World, public_path

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def award_page(award: Award) -> str:
    return Client().get(f"/en/{award.event.slug}/award/").content.decode()


def test_before_the_shortlist_nobody_is_named() -> None:
    award = make_award(make_event(), shortlist_at=timezone.now() + HOUR)
    entry = make_entry(award)

    html = award_page(award)

    assert str(award.title) in html
    assert str(entry.city) not in html


def test_before_the_results_winners_look_like_everybody_else() -> None:
    now = timezone.now()
    award = make_award(make_event(), shortlist_at=now - HOUR, results_at=now + HOUR)
    for name in ("Cadiz", "Accra", "Berne"):
        make_entry(
            award,
            city=text(name),
            is_winner=name == "Cadiz",
            is_city_of_your_choice=name == "Cadiz",
        )

    html = award_page(award)
    Award.objects.update(results_at=None)
    without = award_page(award)

    assert html.index("Accra") < html.index("Berne") < html.index("Cadiz")
    assert "Winners" not in html
    assert "City of Your Choice" not in html
    assert html == without


def test_from_the_moment_on_everybody_knows() -> None:
    award = make_award(make_event(), results_at=timezone.now() - HOUR)
    make_entry(award, city=text("Accra"))
    make_entry(award, city=text("Cadiz"), is_winner=True, is_city_of_your_choice=True)

    html = award_page(award)

    winners, finalists = html.index("Winners"), html.index("Finalists")
    assert winners < html.index("Cadiz") < html.index("City of Your Choice") < finalists
    assert finalists < html.index("Accra")


def test_a_kept_page_is_made_anew_when_the_embargo_ends(monkeypatch: Any) -> None:
    ends = timezone.now() + timedelta(seconds=0.8)
    award = make_award(make_event(), results_at=ends)
    make_entry(award, city=text("Cadiz"), is_winner=True)
    assert "Cadiz" not in award_page(award)
    assert "Cadiz" not in award_page(award)

    while timezone.now() < ends:
        pass

    assert "Cadiz" in award_page(award)


@pytest.mark.parametrize("name", sorted(audiences.PUBLIC))
def test_no_public_address_tells_of_the_embargo(name: str, world: World) -> None:
    award = world.rows["events_award"]
    Award.objects.filter(pk=award.pk).update(results_at=timezone.now() + HOUR)
    make_entry(award, city=text("Markerville"), is_winner=True, initiative=text("Markerplan"))
    path = public_path(name, world)
    asked = f"{path}?q=Marker" if name in ("search", "programme:agenda") else path

    body = Client().get(asked).getvalue().decode("utf-8", "replace")

    assert "Markerville" not in body
    assert "Markerplan" not in body


def test_an_award_that_is_not_published_is_not_in_the_navigation() -> None:
    event = make_event()
    award = make_award(event, is_published=False, title=text("Secret award"))
    make_entry(award)
    link = f'href="/en/{event.slug}/award/"'
    assert link not in Client().get(f"/en/{event.slug}/").content.decode()
    assert "Secret award" not in award_page(award)

    Award.objects.update(is_published=True)

    assert link in Client().get(f"/en/{event.slug}/").content.decode()


def test_results_cannot_come_before_the_shortlist() -> None:
    now = timezone.now()
    award = make_award(make_event())
    award.shortlist_at, award.results_at = now, now - HOUR

    with pytest.raises(ValidationError, match="before the shortlist"):
        award.full_clean()


def test_the_moment_is_typed_in_the_zone_of_the_forum(client: Client) -> None:
    event = make_event(time_zone="Asia/Shanghai")
    award = make_award(event)
    client.force_login(make_member(event, Role.EDITOR))

    client.post(
        f"/admin/events/award/{award.pk}/change/",
        {
            "event": event.pk,
            "title_en": "Award",
            "is_published": "on",
            "position": 0,
            "results_at_0": "2030-05-01",
            "results_at_1": "21:30:00",
            "entries-TOTAL_FORMS": 0,
            "entries-INITIAL_FORMS": 0,
        },
    )

    award.refresh_from_db()
    assert award.results_at is not None
    assert award.results_at.isoformat() == "2030-05-01T13:30:00+00:00"
