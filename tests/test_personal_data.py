"""Every text of the database is cleaned when somebody is erased, or says why it need not be."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from delegations.privacy.naming_texts import all_places
from tests.factories import make_event
from tests.personal_data import NOT_TYPED, OTHERS, OWN

_TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
)


def texts() -> Iterator[tuple[str, str]]:
    """Each field of each model in which a name could stand. What history keeps has its fields."""
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "instance_type"):
            continue
        for one in model._meta.concrete_fields:
            if isinstance(one, _TEXTS) and not one.choices:
                yield model._meta.label, one.name


def declared() -> list[tuple[str, str]]:
    tables = (NOT_TYPED, OWN, OTHERS)
    return [(label, name) for table in tables for label in table for name in table[label]]


def test_every_text_is_cleaned_or_says_why_it_names_nobody_who_is_erased() -> None:
    cleaned = {
        (place.model._meta.label, name)
        for place in all_places()
        for name in (*place.fields, *place.unshown)
    }

    assert {*texts()} - cleaned - {*declared()} == set(), "Decide what an erasure does with these"
    assert cleaned & {*declared()} == set(), "These are cleaned"
    assert {*declared()} - {*texts()} == set(), "These are gone"
    assert len(declared()) == len({*declared()})


def test_history_is_cleaned_with_what_it_is_the_history_of() -> None:
    kept = {
        (model.instance_type._meta.label, one.name)
        for model in apps.get_models()
        if hasattr(model, "instance_type")
        for one in model._meta.concrete_fields
        if isinstance(one, _TEXTS) and not one.choices and not one.name.startswith("history_")
    }
    cleaned = {
        (place.model._meta.label, name) for place in all_places() for name in place.past_fields
    }

    assert kept - cleaned - {*declared()} == set()


def test_every_place_finds_its_rows(db: None) -> None:
    event = make_event()

    for place in all_places():
        assert place.rows(event).count() >= 0
        if place.past_fields:
            assert place.past(event).count() >= 0
