"""Sample values for the components on the style page; nothing is stored."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator

from core.text.translated import TranslatedText
from events.models import AwardEntry, Event, NewsItem, PublishedFigure
from programme.agenda.filter_options import filter_options
from programme.agenda.forms import AgendaFilterForm
from programme.agenda.grid import grid_of
from programme.agenda.page_state import AgendaState
from programme.agenda.values import Agenda, Appearance, Person, Room, Session, SubForum, in_order
from programme.releases.changes import as_json, differences

_ZONE = ZoneInfo("Asia/Shanghai")
_MORNING = datetime(2030, 5, 2, 9, tzinfo=_ZONE)
_TITLES = (
    {"en": "Bay Areas and City Clusters", "zh-hans": "湾区和城市群", "ar": "مناطق الخلجان"},
    {"en": "High-Level Opening-Up", "zh-hans": "高水平开放", "ar": "الانفتاح الرفيع المستوى"},
    {"en": "Artificial Intelligence and Digital Economy", "zh-hans": "人工智能和数字经济"},
    {"en": "Green Cities and Resilient Communities", "zh-hans": "绿美城市和美好人居"},
    {"en": "Cultural and Historical Heritage", "zh-hans": "城市文化和历史遗产"},
    {"en": "New Philosophies in Urban Planning", "zh-hans": "城市规划建设新理念"},
    {"en": "Social Safety Nets and Community Governance", "zh-hans": "城市社会保障和社区治理"},
)  # fmt: skip


class SampleForm(forms.Form):
    """Each kind of form control; submitted empty, so that the first two have errors."""

    name = forms.CharField(label="Name", help_text="As it stands in the passport.")
    email = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(label="Kind", choices=[("city", "City"), ("region", "Region")])
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea({"rows": "3"}))
    agreed = forms.BooleanField(label="The rules of the forum were read", required=False)


def _text(english: str, **others: str) -> TranslatedText:
    return TranslatedText(
        {"en": english} | {code.replace("_", "-"): other for code, other in others.items()}
    )


def _person(name: str, native: str, title: str, city: str) -> Person:
    slug = name.lower().replace(" ", "-")
    return Person(slug, slug, name, native, "H.E.", _text(title), _text(city), "CN", slug)


def _sessions(rooms: list[Room], tracks: list[SubForum]) -> dict[str, Session]:
    person = _person("Zhang Wei", "张伟", "Vice Mayor", "Guangzhou")
    stage = (
        Appearance("chair", person, _text(""), is_confirmed=True),
        Appearance("speaker", None, _text("Mayor of Lyon, to be confirmed"), is_confirmed=False),
    )
    usual = Session(
        guid="usual", code="SAMPL1", kind="panel", title=_text("What a city learns from its data"),
        abstract=_text(""), start=_MORNING + timedelta(hours=1), end=_MORNING + timedelta(hours=2),
        room=rooms[0], in_all_rooms=False, sub_forum=tracks[2], floor_languages=("zh", "en"),
        interpretation_languages=("fr",), capacity=120, needs_sign_up=False, is_major=False,
        status="confirmed", appearances=stage,
    )  # fmt: skip
    plain = replace(usual, sub_forum=None, appearances=())
    opening = _text("Opening Ceremony", zh_hans="开幕式", ar="حفل الافتتاح")
    return {
        "usual": usual,
        "plenary": replace(
            plain, guid="plenary", code="SAMPL2", kind="ceremony", title=opening, room=None,
            in_all_rooms=True, start=_MORNING, end=_MORNING + timedelta(minutes=50),
        ),
        "without_track": replace(
            plain, guid="plain", code="SAMPL3", kind="reception", room=rooms[1],
            title=_text("Reception by the host city"),
        ),
        "cancelled": replace(
            usual, guid="gone", code="SAMPL4", status="cancelled", room=rooms[2],
            sub_forum=tracks[4], title=_text("Old arcades, new uses"),
        ),
        "elsewhere": replace(
            plain, guid="tour", code="SAMPL5", kind="tour", room=None, floor_languages=(),
            interpretation_languages=(), title=_text("City tour along the Pearl River"),
            start=_MORNING + timedelta(hours=5), end=_MORNING + timedelta(hours=8),
        ),
    }  # fmt: skip


def _figures() -> list[PublishedFigure]:
    values = (("over 800", "representatives"), ("65", "cities"), ("37", "countries"))
    return [
        PublishedFigure(
            value=_text(value), label=_text(label), source="Press release", as_of=date(2030, 5, 4)
        )
        for value, label in values
    ]


def _page() -> Page[int]:
    return Paginator(range(60), 20).page(2)


def _news() -> dict[str, object]:
    return {
        "language": "en",
        "news": NewsItem(
            language="en", slug="opening", title="The forum opens", published_at=_MORNING,
            summary="Delegations of 37 countries have arrived.",
        ),
        "award_entry": AwardEntry(
            city=_text("Bogotá"), country="CO", initiative=_text("Schools that stay open")
        ),
    }  # fmt: skip


def sample_event() -> Event:
    """The edition that the samples belong to."""
    return Event(slug="sample", title=_text("Sample forum"), time_zone="Asia/Shanghai")


def samples() -> dict[str, object]:
    """The context of `templates/style.html` without the tokens."""
    rooms = [
        Room(f"room-{n}", _text(name), _text("Congress centre"), str(n), 200, n)
        for n, name in enumerate(("Kapok Hall", "Pearl River Hall", "Room 3"), 1)
    ]
    tracks = [
        SubForum(f"track-{n}", n, f"sub-forum-{n}", TranslatedText(title), f"petal-{n}")
        for n, title in enumerate(_TITLES, 1)
    ]
    sessions = _sessions(rooms, tracks)
    agenda = Agenda(
        "Asia/Shanghai", 1, None, tuple(rooms), tuple(tracks), in_order(sessions.values())
    )
    (day,) = agenda.days
    state = AgendaState(track="sub-forum-3")
    earlier = agenda.only(replace(session, room=rooms[1]) for session in agenda.sessions[:2])
    return {
        "event": sample_event(),
        "agenda": agenda,
        "sessions": sessions,
        "sub_forums": [(track, agenda.of_sub_forum(track.guid)) for track in tracks],
        "day": day,
        "grid": grid_of(day),
        "state": state,
        "form": AgendaFilterForm(state.chosen, filter_options(agenda, state)),
        "session_count": 1,
        "ways_out": [("room", "track=sub-forum-3", 1)],
        "changes": as_json(differences(earlier, agenda)),
        "figures": _figures(),
        "sample_form": SampleForm({"email": "no address"}, auto_id="sample_%s"),
        "page": _page(),
        **_news(),
    }
