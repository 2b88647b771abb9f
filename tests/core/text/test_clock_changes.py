"""Days that can be read in two ways, and times that clocks show twice or never."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone, translation

from core.forms import DayField, MomentField, MomentInput, SplitMomentField
from core.tables.moments import UnreadableMoment, read_clock
from core.templatetags.components import hours as hours_tag
from core.text.dates import hours, moment_text
from core.text.zones import NoSingleMoment, clock_text, moment_of

PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
SECOND = FIRST + timedelta(hours=1)


class WhenForm(forms.Form):
    """A day, and a moment in both kinds of inputs."""

    day = DayField(required=False)
    moment = MomentField(required=False)
    split = SplitMomentField(required=False)


def sent(zone: str = "Europe/Paris", **data: str) -> WhenForm:
    """The form, sent and looked at in a zone."""
    form = WhenForm(data)
    with timezone.override(zone), translation.override("en"):
        form.full_clean()
    return form


@pytest.mark.parametrize(
    "text", ["07/12/2027", "7-12-2027", "12-07-2027", "７/12/2027", "1/2/2027"]
)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh-hans"])
def test_a_day_that_can_be_two_is_refused_in_every_language(text: str, language: str) -> None:
    with translation.override(language):
        form = WhenForm(
            {"day": text, "moment": f"{text} 14:00", "split_0": text, "split_1": "14:00"}
        )
        valid = form.is_valid()

    assert not valid
    assert set(form.errors) == {"day", "moment", "split"}


@pytest.mark.parametrize(
    "text", ["2027-12-07", "7 December 2027", "December 7, 2027", "7.12.2027", "2027年12月7日"]
)
def test_a_clear_day_is_read_however_it_is_written(text: str) -> None:
    form = sent(day=text, moment=f"{text} 14:00", split_0=text, split_1="2 pm")

    at = datetime(2027, 12, 7, 14, tzinfo=PARIS)
    assert form.errors == {}
    assert form.cleaned_data == {"day": date(2027, 12, 7), "moment": at, "split": at}


def test_the_refusal_says_how_to_write_it() -> None:
    errors = sent(day="07/12/2027").errors["day"]

    assert errors == ["“07/12/2027” could be two dates. Write it as 2027-12-31."]


def test_an_hour_that_comes_twice_is_chosen_by_its_offset() -> None:
    plain = sent(moment="2027-10-31T02:30", split_0="2027-10-31", split_1="02:30")
    first = sent(moment="2027-10-31 02:30+02:00", split_0="2027-10-31", split_1="02:30+02:00")
    second = sent(moment="2027-10-31T02:30 UTC+1", split_0="2027-10-31", split_1="02:30+01")

    assert (
        plain.errors["split"]
        == plain.errors["moment"]
        == [
            "The clocks change: this time occurs twice on that day. Choose by the offset: "
            "2027-10-31 02:30+02:00 / 2027-10-31 02:30+01:00."
        ]
    )
    for form, moment in ((first, FIRST), (second, SECOND)):
        assert form.errors == {}
        assert form.cleaned_data["moment"].astimezone(UTC) == moment
        assert form.cleaned_data["split"].astimezone(UTC) == moment


def test_an_hour_that_the_clocks_leave_out_is_refused_with_a_sentence() -> None:
    form = sent(moment="2027-03-28T02:30", split_0="2027-03-28", split_1="02:30")

    sentence = ["The clocks change: this time does not exist on that day. Choose another."]
    assert form.errors["moment"] == form.errors["split"] == sentence


def test_an_offset_that_the_clocks_do_not_have_is_refused() -> None:
    form = sent(moment="2027-12-07 14:00+08:00")

    assert form.errors["moment"] == [
        "The UTC offset is different at that time. Write it as 2027-12-07 14:00+01:00."
    ]
    with pytest.raises(NoSingleMoment):
        moment_of(date(2027, 10, 31), read_clock("02:30-05:00"), PARIS)


@pytest.mark.parametrize(
    ("zone", "day", "shown"),
    [
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45)),
        ("America/Sao_Paulo", date(2018, 2, 17), time(23, 30)),
        ("Africa/Casablanca", date(2023, 3, 19), time(2, 30)),  # past: its rules change often
    ],
)
def test_clocks_go_back_in_their_own_way_in_each_zone(zone: str, day: date, shown: time) -> None:
    with pytest.raises(NoSingleMoment):
        moment_of(day, shown, ZoneInfo(zone))

    before = moment_of(day, time(12), ZoneInfo(zone))
    again = moment_of(day, read_clock(clock_text(before, always=True)), ZoneInfo(zone))
    assert again == before


@pytest.mark.parametrize("moment", [FIRST, SECOND])
def test_what_the_form_shows_of_such_an_hour_comes_back_as_it_was(moment: datetime) -> None:
    with timezone.override("Europe/Paris"):
        shown = MomentInput().format_value(timezone.localtime(moment)) or ""
        html = str(WhenForm(initial={"moment": moment})["moment"])
        error = str(WhenForm({"moment": "2027-10-31T02:30"})["moment"])
        usual = str(WhenForm({"moment": "2027-10-30T02:30"})["moment"])

    assert sent(moment=shown).cleaned_data["moment"].astimezone(UTC) == moment
    assert 'type="text"' in html
    assert 'type="text"' in error
    assert 'type="datetime-local"' in usual


def test_such_an_hour_is_shown_with_its_offset_and_others_without() -> None:
    first, second = FIRST.astimezone(PARIS), SECOND.astimezone(PARIS)
    later = second + timedelta(hours=1)

    with translation.override("en"), timezone.override("Europe/Paris"):
        tag = hours_tag(second, later)
        written = moment_text(second)

    assert hours(first, second) == "02:30 (UTC+2)–02:30 (UTC+1)"
    assert written == "31 October 2027, 02:30 (UTC+1)"
    assert ">02:30 (UTC+1)</time>" in tag
    assert ">03:30</time>" in tag


@pytest.mark.parametrize("text", ["14:00-15:30", "14:00+24:00", "+01:00", "14:00+1:75"])
def test_a_span_or_nonsense_is_no_offset(text: str) -> None:
    with pytest.raises(UnreadableMoment):
        read_clock(text)


def test_a_time_without_change_needs_no_offset(settings: Any) -> None:
    assert moment_of(date(2027, 12, 7), time(14), PARIS) == datetime(2027, 12, 7, 14, tzinfo=PARIS)
    assert clock_text(datetime(2027, 12, 7, 14, tzinfo=PARIS)) == "14:00"
