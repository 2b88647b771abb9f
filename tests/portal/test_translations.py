"""Translators: what is left to do, what the source said before, and nothing else of a row."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.translated_field import TranslatedField
from events.models import Event
from forum_portal.workspace.translations import kinds, services
from forum_portal.workspace.translations.progress import Catalogue, State, item_of
from programme.models import Session
from tests.factories import (
    make_appearance,
    make_event,
    make_member,
    make_page,
    make_session,
    make_user,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event(languages=["en", "fr", "ar"], title={"en": "Forum", "fr": "F", "ar": "م"})


def make_talk(event: Event, **title: str) -> Session:
    return make_session(event, title={"en": "Clean water", **title}, abstract={})


def state(event: Event, session: Session, language: str = "fr") -> list[tuple[str, str]]:
    kind = kinds.kind_of("programme.session")
    assert kind is not None
    session.refresh_from_db()
    return [(one.state, one.old_source) for one in item_of(kind, event, session, language).texts]


def translate(client: Client, session: Session, title: str, **more: str) -> Any:
    path = reverse(
        "admin:translate", args=[session.event_id, "programme.session", session.pk, "fr"]
    )
    seen = client.get(path).context["form"].initial["seen"]
    return client.post(path, {"seen": seen, "title": title, **more})


def test_every_model_with_translated_text_is_translated_or_says_why_not() -> None:
    models = {
        one._meta.label_lower
        for one in apps.get_models()
        if any(isinstance(field, TranslatedField) for field in one._meta.fields)
        and not one._meta.model_name.startswith("historical")  # type: ignore[union-attr]
    }

    assert models == {one.label for one in kinds.kinds()} | set(kinds.NOT_TRANSLATED)


def test_a_text_is_missing_then_done_then_has_a_newer_source(event: Event) -> None:
    session = make_talk(event)
    client = Client()
    client.force_login(make_member(event, Role.TRANSLATOR))

    states = [state(event, session)]
    translate(client, session, "Eau propre")
    states.append(state(event, session))
    session.title = {"en": "Clean water for all", "fr": "Eau propre"}
    session.save()
    states.append(state(event, session))
    translate(client, session, "Eau propre pour tous")
    states.append(state(event, session))

    assert states == [
        [(State.MISSING, "")],
        [(State.DONE, "")],
        [(State.OUTDATED, "Clean water")],
        [(State.DONE, "")],
    ]


def test_saving_an_old_translation_says_that_it_still_fits(event: Event) -> None:
    session = make_talk(event, fr="Eau propre")
    session.title = {"en": "Clean water!", "fr": "Eau propre"}
    session.save()
    client = Client()
    client.force_login(make_member(event, Role.TRANSLATOR))
    before = state(event, session)

    translate(client, session, "Eau propre")

    assert before == [(State.OUTDATED, "Clean water")]
    assert state(event, session) == [(State.DONE, "")]
    # Another language is as old as it was.
    session.title = {**session.title, "ar": "ماء"}
    session.save()
    assert state(event, session, "ar") == [(State.DONE, "")]


def test_a_corrected_typo_leaves_translations_up_to_date(event: Event) -> None:
    session = make_talk(event, fr="Eau propre", ar="ماء")
    client = Client()
    client.force_login(make_member(event, Role.ADMINISTRATOR))
    path = reverse("admin:programme_session_change", args=[session.pk])

    def correct(title: str, **box: str) -> list[str]:
        form = client.get(path).context["adminform"].form
        typed = {
            "title_en": title,
            "title_fr": "Eau propre",
            "title_ar": "ماء",
            "event": event.pk,
            "kind": session.kind,
            "status": session.status,
            "visibility": session.visibility,
            "appearances-TOTAL_FORMS": 0,
            "documents-TOTAL_FORMS": 0,
            "documents-INITIAL_FORMS": 0,
            "appearances-INITIAL_FORMS": 0,
        }
        for name in ("start", "end"):
            day, clock = form[name].field.widget.decompress(form.initial[name])
            typed |= {f"{name}_0": str(day), f"{name}_1": str(clock)}
        answer = client.post(path, {**typed, **box})
        assert answer.status_code == 302, answer.context["errors"]
        return [str(state(event, session, code)[0][0]) for code in ("fr", "ar")]

    page = client.get(path).content.decode()
    states = [
        correct("Clean watre", only_typo="on"),
        correct("Clean water.", only_typo="on"),
        correct("Clean water for all"),
        correct("Clean water for all!", only_typo="on"),
    ]

    assert 'name="only_typo"' in page
    assert states == [["done"] * 2, ["done"] * 2, ["outdated"] * 2, ["outdated"] * 2]


def test_a_form_without_translations_does_not_ask_for_typos() -> None:
    event = make_event(languages=["en"])
    client = Client()
    client.force_login(make_member(event, Role.ADMINISTRATOR))

    session = client.get(reverse("admin:programme_session_change", args=[make_talk(event).pk]))

    assert "only_typo" not in session.content.decode()


def test_a_translator_changes_nothing_but_the_translation(event: Event) -> None:
    session, client = make_talk(event, ar="ماء"), Client()
    user = make_member(event, Role.TRANSLATOR)
    client.force_login(user)
    untouched = Session.objects.filter(pk=session.pk).values("kind", "start", "room", "status")
    before = list(untouched)

    translate(client, session, "Eau propre", kind="meal", status="cancelled", title_en="Hacked")
    client.post(
        reverse("admin:programme_session_change", args=[session.pk]), {"title_en": "Hacked"}
    )

    session.refresh_from_db()
    assert dict(session.title) == {"en": "Clean water", "fr": "Eau propre", "ar": "ماء"}
    assert (list(untouched), session.updated_by) == (before, user)


def test_the_source_itself_cannot_be_translated(event: Event) -> None:
    session, client = make_talk(event), Client()
    client.force_login(make_member(event, Role.TRANSLATOR))

    answers = [
        client.get(reverse("admin:translate", args=[event.pk, label, session.pk, language]))
        for label, language in (
            ("programme.session", "en"),
            ("programme.session", "es"),
            ("accounts.user", "fr"),
        )
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_of_two_translators_the_second_is_shown_what_the_first_wrote(event: Event) -> None:
    session, client = make_talk(event), Client()
    client.force_login(make_member(event, Role.TRANSLATOR))
    path = reverse("admin:translate", args=[event.pk, "programme.session", session.pk, "fr"])
    seen = client.get(path).context["form"].initial["seen"]
    translate(client, session, "Eau propre")

    late = client.post(path, {"seen": seen, "title": "Eau pure"})
    session.refresh_from_db()
    kept = session.title["fr"]
    again = client.post(
        path, {"seen": late.context["form"]["seen"].value(), "title": "Eau pure", "next": "1"}
    )

    page = late.content.decode()
    assert "Somebody has changed this text in the meantime" in page
    assert 'value="Eau pure"' in page
    assert "Eau propre" in page
    session.refresh_from_db()
    assert (kept, again.status_code, session.title["fr"]) == ("Eau propre", 302, "Eau pure")


def test_a_source_that_changes_while_somebody_translates_is_shown_before_saving(
    event: Event,
) -> None:
    session = make_talk(event)
    kind = kinds.kind_of("programme.session")
    assert kind is not None
    seen = services.seen_of(item_of(kind, event, session, "fr"))
    session.title = {"en": "Clean air"}
    session.save()

    with pytest.raises(services.ChangedMeanwhile):
        services.save_translation(
            event=event,
            kind=kind,
            pk=session.pk,
            language="fr",
            texts={"title": "Eau"},
            seen=seen,
            by=make_user(),
        )


def test_a_text_that_is_too_long_is_refused_with_everything_typed(event: Event) -> None:
    session, client = make_talk(event), Client()
    client.force_login(make_member(event, Role.TRANSLATOR))

    answer = translate(client, session, "é" * 251)

    session.refresh_from_db()
    assert "é" * 251 in answer.content.decode()
    assert "fr" not in session.title
    assert answer.context["form"].errors["title"]


def test_saving_leads_to_the_next_row_with_something_to_do(event: Event) -> None:
    first, second = make_talk(event), make_talk(event)
    client = Client()
    client.force_login(make_member(event, Role.TRANSLATOR))

    answer = translate(client, first, "Eau", next="1")

    path = reverse("admin:translate", args=[event.pk, "programme.session", second.pk, "fr"])
    assert answer.headers["Location"] == path


def test_each_language_says_how_far_it_is(event: Event) -> None:
    make_talk(event, fr="Eau")
    make_page(event, title=text("Visa"), body={})
    make_appearance(make_talk(event, fr="Eau"), placeholder={"en": "A mayor"})

    french, arabic = Catalogue(event).progress()

    assert (french.code, french.missing, french.outdated, french.done) == ("fr", 3, 0, 3)
    assert (arabic.code, arabic.missing, arabic.done, arabic.percent) == ("ar", 5, 1, 16)
    # The first of the event's texts is its title; it is the city that is missing.
    assert {one.title for one in Catalogue(event).items("fr") if one.count(State.MISSING)} == {
        "Forum",
        "Visa",
        "A mayor",
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_asks_as_often_for_many_rows_as_for_few(
    event: Event, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        make_talk(event, fr="Eau")

    with django_assert_num_queries(28):
        Catalogue(event).items("fr")
