"""The invitation letter: what may stand in it, what was sent stays as it was, two languages."""

from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import Role
from core.text.translated import TranslatedText
from delegations.choices import DataClass
from delegations.invitations.letter_files import letter_data, letter_pdf, make_attachment
from delegations.invitations.letters import (
    CannotInvite,
    Languages,
    correct_letter,
    preview_letter,
    send_invitation,
)
from delegations.models import Delegation, Letter, LetterTemplate
from delegations.privacy.erasure import erase_class, erase_person
from delegations.protocol.letter_numbers import letter_number
from delegations.protocol.letter_texts import choose_languages, fill_in, unknown_placeholders
from delegations.registration.views import focal_letter
from events.models import Event
from forum_portal.workspace.copy_edition.choices import Part
from forum_portal.workspace.copy_edition.services import copy_edition
from mail.attachments import CannotAttach
from tests.delegations.focal import opened
from tests.factories import (
    make_attendee,
    make_deadline,
    make_delegation,
    make_focal_point,
    make_letter,
    make_letter_template,
    make_member,
    make_organisation,
    text,
)
from tests.paper import plain_text

pytestmark = pytest.mark.django_db

BOTH = Languages("en", "zh-hans")


def officer(event: Event) -> Client:
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    return client


def invited(event: Event, **values: Any) -> Delegation:
    """Somebody to be invited, with a focal point."""
    organisation = make_organisation(name=text("Bogotá", zh_hans="波哥大"), country="CO")
    delegation = make_delegation(event, organisation=organisation, status="to-invite", **values)
    make_focal_point(delegation, name="Ana Souza", email="ana@bogota.example", language="es")
    return delegation


# --- Places to be filled --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("{organisation}, {dates}", []),
        ("{organization}", ["{organization}"]),
        ("{event.__class__}", ["{event.__class__}"]),
        ("{}", ["{}"]),
        ("{organisation", ["{"]),
        ("city}", ["}"]),
        ("{{city}}", ["{", "}"]),
    ],
)
def test_what_nothing_fills_is_found(body: str, unknown: list[str]) -> None:
    assert unknown_placeholders(body) == unknown


def test_what_fills_a_place_is_not_read_again() -> None:
    assert fill_in("{city}!", {"city": "{event} #let"}) == "{event} #let!"


def test_a_wrong_place_is_said_at_its_field_with_those_that_there_are(event: Event) -> None:
    client, template = officer(event), make_letter_template(event)
    address = reverse("admin:delegations_lettertemplate_change", args=[template.pk])
    sent = {
        "event": event.pk, "layout": "side-by-side", "salutation_en": "Your Excellency,",
        "body_en": "{organisation}", "body_fr": "{ville}", "host_name_en": "Guangzhou",
        "seen": template.history.first().pk,
    }  # fmt: skip

    page = client.post(address, sent).content.decode()

    assert "français: {ville} cannot be filled in. Available: {organisation}, " in page
    assert "{ville}</textarea>" in page
    template.refresh_from_db()
    assert "fr" in template.body
    assert template.body["fr"] != "{ville}"


@pytest.mark.parametrize(
    ("second", "own", "languages"),
    [
        ("own", "fr", ["zh-hans", "fr"]),
        ("own", "ar", ["zh-hans", "en"]),
        ("own", "zh-hans", ["zh-hans", "en"]),
        ("fr", "en", ["zh-hans", "fr"]),
        ("", "fr", ["zh-hans"]),
        ("zh-hans", "fr", ["zh-hans"]),
    ],
)
def test_the_second_language_is_the_readers_own_or_english(
    second: str, own: str, languages: list[str]
) -> None:
    assert choose_languages("zh-hans", second, own, {"zh-hans", "en", "fr"}) == languages


def test_numbers_say_which_version_they_are() -> None:
    numbers = [letter_number("GMF-2023", 42, version) for version in (1, 2)]

    assert numbers == ["GMF-2023-0042", "GMF-2023-0042-2"]


# --- What is sent ---------------------------------------------------------------------------------


def test_every_word_is_in_its_place_in_both_languages(event: Event) -> None:
    make_letter_template(event, body=text(
        "{salutation} {organisation} ({country}), {event}: {dates}, {city}; {reply_by}; {quota}.",
        zh_hans="{organisation}（{country}）",
    ))  # fmt: skip
    make_deadline(event, kind="reply", due_on=date(2030, 2, 1))
    delegation = invited(event, quota=8, salutation=text("Dear Lord Mayor,"))

    letter = preview_letter(delegation=delegation, choice=BOTH)

    english, chinese = letter.texts
    assert english["salutation"] == "Dear Lord Mayor,"
    assert english["body"].startswith(f"Dear Lord Mayor, Bogotá (Colombia), {event.title}: ")
    assert english["body"].endswith("Guangzhou; 1 February 2030; 8.")
    assert (chinese["body"], chinese["salutation"]) == ("波哥大（哥伦比亚）", "尊敬的阁下：")
    assert letter.number == "Draft"
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("values", "choice", "why"),
    [
        ({"body": text("By {reply_by}")}, BOTH, "There is no text to replace {reply_by}."),
        ({"body": text("{quota}")}, BOTH, "There is no text to replace {quota}."),
        ({}, Languages("ar", ""), "The letter has not been written in the first language."),
        (
            {"signatory_name": text("Li \ue000")},
            BOTH,
            "No font on this server can print “\ue000” (U+E000). Use other characters, or "
            "have a font installed.",
        ),
    ],
)
def test_a_letter_that_lacks_something_is_not_sent(
    event: Event, values: dict[str, Any], choice: Languages, why: str
) -> None:
    make_letter_template(event, **values)
    delegation = invited(event)

    with pytest.raises(CannotInvite) as error:
        send_invitation(
            event=event, pk=delegation.pk, choice=choice, by=make_member(event, Role.ADMINISTRATOR)
        )

    delegation.refresh_from_db()
    assert str(error.value.why) == why
    assert (delegation.status, Letter.objects.count()) == ("to-invite", 0)


def test_what_was_sent_stays_and_a_correction_is_a_version_of_the_same_number(
    event: Event,
) -> None:
    template = make_letter_template(event, number_prefix="GMF-2023")
    by, delegation = make_member(event, Role.DELEGATIONS_OFFICER), invited(event)
    first = send_invitation(event=event, pk=delegation.pk, choice=BOTH, by=by)
    template.body = TranslatedText({"en": "New words."})
    template.save()
    delegation.organisation.name = text("Other")
    delegation.organisation.save()

    second = correct_letter(delegation=delegation, choice=BOTH, by=by, reason="A slip")

    first.refresh_from_db()
    assert (first.number, second.number) == ("GMF-2023-0001", "GMF-2023-0001-2")
    assert first.texts[0]["body"].startswith("Bogotá is invited to ")
    assert second.texts[0]["body"] == "New words."
    assert second.reason == "A slip"
    other = send_invitation(event=event, pk=invited(event).pk, choice=BOTH, by=by)
    assert other.number == "GMF-2023-0002"


def test_a_number_is_not_given_again_when_its_delegation_is_gone(event: Event) -> None:
    make_letter_template(event, number_prefix="F")
    by, delegation = make_member(event, Role.ADMINISTRATOR), invited(event)
    send_invitation(event=event, pk=delegation.pk, choice=BOTH, by=by)
    delegation.delete()

    letter = send_invitation(event=event, pk=invited(event).pk, choice=BOTH, by=by)

    assert letter.number == "F-0002"
    assert Letter.objects.get(number="F-0001").organisation == "Bogotá"


# --- On paper -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "pages"), [("side-by-side", 1), ("one-after-another", 2)])
def test_both_languages_are_set_as_text_with_number_and_signature(
    event: Event, layout: str, pages: int
) -> None:
    make_letter_template(event, layout=layout, signatory_title=text("#strong[Mayor] $x$ *y*"))
    letter = preview_letter(delegation=invited(event), choice=BOTH)

    made = letter_pdf(letter)

    document = PdfReader(BytesIO(made))
    said = plain_text(document)
    assert len(document.pages) == pages
    for word in ("Draft", "Bogotá", "波哥大", "诚邀", "Li Hua", "#strong[Mayor] $x$ *y*"):
        assert word in said
    assert letter_pdf(letter) == made


def test_no_line_stands_upon_another(event: Event) -> None:
    long = "A sentence that needs several lines of a narrow column, whatever it may say. " * 2
    make_letter_template(
        event, body=text(f"{long}\n\n{long}\n\n{long}", zh_hans="第一段。\n\n第二段。\n\n第三段。")
    )
    letter = preview_letter(delegation=invited(event), choice=BOTH)
    heights: set[float] = set()

    def note(words: str, cm: list[float], tm: list[float], *_font: Any) -> None:
        if words.strip() and tm[4] * cm[0] + cm[4] > 297:
            heights.add(round(tm[5] * cm[3] + cm[5]))

    PdfReader(BytesIO(letter_pdf(letter))).pages[0].extract_text(visitor_text=note)

    lines = sorted(heights)
    assert len(lines) > 8
    assert min(after - before for before, after in pairwise(lines)) >= 8


def test_arabic_runs_from_right_to_left(event: Event) -> None:
    make_letter_template(event, body=text("Welcome.", ar="مرحبا."))
    letter = preview_letter(delegation=invited(event), choice=Languages("en", "ar"))

    parts = letter_data(letter)["parts"]

    assert [part["locale"]["dir"] for part in parts] == ["ltr", "rtl"]
    assert parts[1]["paragraphs"] == [["مرحبا."]]


# --- Who gets it ----------------------------------------------------------------------------------


def test_a_focal_point_has_the_newest_letter_of_their_delegation_alone(event: Event) -> None:
    delegation, other = make_delegation(event), make_delegation(event)
    make_letter(delegation, number="OLD-1", serial=900)
    make_letter(delegation, number="NEW-2", serial=900, version=2)
    client, stranger = opened(make_focal_point(delegation)), opened(make_focal_point(other))

    answer = client.get(reverse("focal:letter"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter-NEW-2.pdf"'
    assert answer.content.startswith(b"%PDF")
    assert "NEW-2" in client.get(reverse("focal:overview")).content.decode()
    assert stranger.get(reverse("focal:letter")).status_code == 404
    assert "PDF" not in stranger.get(reverse("focal:overview")).content.decode()


def test_nobody_has_the_letter_set_without_end(event: Event, monkeypatch: Any) -> None:
    delegation = make_delegation(event)
    make_letter(delegation)
    client = opened(make_focal_point(delegation))
    monkeypatch.setitem(focal_letter._MOST, "most", 1)

    answers = [client.get(reverse("focal:letter")) for _number in range(2)]

    assert [one.status_code for one in answers] == [200, 429]
    assert answers[1].headers["Retry-After"] == "3600"


def test_the_register_has_every_letter_of_the_event_and_goes_out_as_a_workbook(
    event: Event,
) -> None:
    delegation = make_delegation(event)
    make_letter(delegation, number="OURS-1")
    client = officer(event)

    page = client.get(reverse("staff:letters", args=[event.slug])).content.decode()
    file = client.post(reverse("staff:letters-xlsx", args=[event.slug]))

    assert "OURS-1" in page
    assert "ana@example.org" in page
    assert file.getvalue().startswith(b"PK")
    assert event.export_logs.get().list_name == "letters"


def test_a_correction_without_a_reason_is_asked_for_it(event: Event) -> None:
    make_letter_template(event)
    delegation = make_delegation(event)
    make_letter(delegation)

    answer = officer(event).post(
        reverse("staff:letter-correct", args=[event.slug, delegation.code]),
        {"first": "en", "second": "fr"},
    )

    assert answer.status_code == 400
    assert answer.context["form"].errors["reason"]
    assert Letter.objects.count() == 1


# --- Erased, copied -------------------------------------------------------------------------------


def test_when_the_time_of_contacts_has_come_the_number_stays_and_the_words_go(
    event: Event,
) -> None:
    delegation = make_delegation(event, salutation=text("Dear Mayor Souza,"))
    letter = make_letter(delegation)
    by = make_member(event, Role.ADMINISTRATOR)

    erase_class(event=event, kind=DataClass.CONTACTS, by=by, today=date(2099, 1, 1))

    letter.refresh_from_db()
    delegation.refresh_from_db()
    assert (letter.texts, letter.recipients, letter.number != "") == ([], [], True)
    assert delegation.salutation == {}
    assert not Delegation.history.filter(id=delegation.pk).exclude(salutation={}).exists()
    address = reverse("staff:letter", args=[event.slug, letter.guid])
    assert officer(event).get(address).status_code == 404
    with pytest.raises(CannotAttach):
        make_attachment(letter.guid.hex)


def test_who_is_erased_is_in_no_letter_any_more(event: Event) -> None:
    delegation = make_delegation(event, salutation=text("Dear Mayor Souzalino,"))
    person = make_attendee(
        delegation, given="Ana", family="Souzalino", email="ana@city.example",
        display_name="Mayor Souzalino",
    )  # fmt: skip
    letter = make_letter(
        delegation, recipients=[{"name": "Ana Souzalino", "email": "ana@city.example"}]
    )
    words = [{**letter.texts[0], "salutation": "Dear Mayor Souzalino,"}]
    Letter.objects.update(texts=words)
    by = make_member(event, Role.ADMINISTRATOR)

    erase_person(attendee=person, by=by, reason="Asked")

    kept = [*Letter.objects.values(), *Delegation.objects.values(), *Delegation.history.values()]
    assert "Souzalino" not in str(kept)
    assert "ana@city" not in str(kept)


def test_the_file_about_a_person_has_the_letters_that_were_mailed_to_them(event: Event) -> None:
    delegation = make_delegation(event)
    person = make_attendee(delegation, email="Ana@example.org")
    make_letter(delegation, number="THEIRS-1")
    make_letter(delegation, number="OTHER-2", recipients=[])
    client = Client()
    client.force_login(make_member(event, Role.ADMINISTRATOR))

    address = reverse("staff:person-data", args=[event.slug, person.guid])
    file = client.post(address, {"reason": "Asked for it"}).content.decode()

    assert "THEIRS-1" in file
    assert "OTHER-2" not in file


def test_a_new_edition_has_the_words_and_numbers_of_its_own(event: Event) -> None:
    make_letter_template(event, number_prefix="GMF-2023")

    new = copy_edition(
        event=event, by=make_member(event, Role.ADMINISTRATOR), slug="gmf-2027",
        title=TranslatedText({"en": "Next"}), start_date=date(2031, 1, 1),
        time_zone="Asia/Shanghai", parts=[Part.LETTERS],
    )  # fmt: skip

    template = LetterTemplate.objects.get(event=new)
    assert (template.prefix, template.body["fr"]) == (
        "GMF-2027",
        "{organisation} est invitée à {event}.",
    )
