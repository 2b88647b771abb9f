"""Lists of the admin are filtered, ordered and searched by what they declare alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from accounts.roles import Right, Role
from core.translated_field import TranslatedField
from delegations.lists.export_log import log_export
from delegations.models import Attendee, ExportLog, SensitiveData, Travel
from events.models import Page, Subscriber
from tests.factories import (
    NOON,
    make_attendee,
    make_award,
    make_delegation,
    make_document,
    make_event,
    make_member,
    make_news,
    make_organisation,
    make_page,
    make_room,
    make_session,
    make_sub_forum,
    make_subscriber,
    make_user,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

ADMINS = sorted(admin.site._registry.values(), key=lambda one: one.opts.label)
LOOKUPS = (
    "",
    "__exact",
    "__iexact",
    "__startswith",
    "__istartswith",
    "__contains",
    "__regex",
    "__iregex",
    "__gt",
    "__gte",
    "__lt",
    "__lte",
    "__range",
    "__in",
    "__isnull",
)
MIDNIGHT = "00:00:00+00:00"


def fields_of(model: type[models.Model], depth: int = 1) -> Iterator[str]:
    """The fields of a model, and those of the rows that it leads to, in both directions."""
    for field in model._meta.get_fields():
        yield field.name
        if field.is_relation and depth and field.related_model:
            yield from (f"{field.name}__{one}" for one in fields_of(field.related_model, depth - 1))


def request_of(user: User, **query: str) -> Any:
    request = RequestFactory().get("/", query)
    request.user = user
    return request


def names(items: Any) -> list[str]:
    """The fields that filters ask for; a filter that is a class has a parameter of its own."""
    fields = [item for item in items if not isinstance(item, type)]
    return [field[0] if isinstance(field, tuple | list) else field for field in fields]


@pytest.mark.parametrize("one", ADMINS, ids=lambda one: one.opts.label)
def test_an_address_filters_by_declared_fields_alone(one: Any) -> None:
    request = request_of(make_user(is_superuser=True))
    declared = {*names(one.list_filter), *names([one.date_hierarchy] if one.date_hierarchy else [])}

    days = {name for name in names(one.list_filter) if _is_of_days(one.model, name)}
    asked = {f"{name}{lookup}" for name in fields_of(one.model) for lookup in LOOKUPS}
    allowed = {lookup for lookup in asked if one.lookup_allowed(lookup, "2030-05-01", request)}

    stray = {name for name in allowed if not any(_asks(name, own) for own in declared)}
    assert stray == set()
    assert not [name for name in allowed if name.endswith(("regex", "with", "contains", "range"))]
    between = {name for name in allowed if name.endswith(("__gte", "__lt"))}
    assert between == {f"{day}__{way}" for day in days for way in ("gte", "lt")}


def _is_of_days(model: type[models.Model], name: str) -> bool:
    return isinstance(get_fields_from_path(model, name)[-1], models.DateField)


def _asks(lookup: str, name: str) -> bool:
    return lookup == name or lookup.removeprefix(f"{name}__") in {
        "exact",
        "isnull",
        "gte",
        "lt",
        "id__exact",
    }


@pytest.mark.parametrize("one", ADMINS, ids=lambda one: one.opts.label)
def test_its_own_filters_work(one: Any) -> None:
    """Each that the list offers is followed: none of their addresses is refused."""
    request = request_of(make_user(is_superuser=True))

    for spec in one.get_changelist_instance(request).filter_specs:
        for parameter in spec.expected_parameters():
            assert one.lookup_allowed(parameter, "2030-05-01", request), parameter


@pytest.mark.parametrize(
    ("query", "status", "rows"),
    [
        ({"at__gte": f"2030-05-01 {MIDNIGHT}", "at__lt": f"2030-06-01 {MIDNIGHT}"}, 200, 1),
        ({"at__gte": f"2030-06-01 {MIDNIGHT}"}, 200, 0),
        ({"at__year": "2030"}, 200, 1),
        ({"at__month": "5", "at__day": "2"}, 200, 1),
        ({"at__month": "6"}, 200, 0),
        ({"list_name": "press"}, 200, 1),
        ({"list_name": "badges"}, 200, 0),
        ({"at__gte": "0001-01-01"}, 400, None),
        ({"at__lt": "9999-12-31"}, 400, None),
        ({"at__year": "9999"}, 400, None),
    ],
)
def test_a_list_is_filtered_by_words_and_by_days_of_known_years_alone(
    query: dict[str, str], status: int, rows: int | None
) -> None:
    user = make_user(is_superuser=True)
    log_export(
        event=make_event(),
        by=user,
        list_name="press",
        file_format="csv",
        filters={},
        order="alphabetical",
        columns=["name"],
        row_count=1,
        has_sensitive_columns=False,
    )
    ExportLog.objects.update(at=NOON)
    client = Client()
    client.force_login(user)

    answer: Any = client.get(reverse("admin:delegations_exportlog_changelist"), query)

    found = answer.context["cl"].result_count if answer.status_code == 200 else None
    assert (answer.status_code, found) == (status, rows)


def test_a_list_is_filtered_by_the_event_of_its_rows() -> None:
    pages = [make_page(make_event()) for _number in range(2)]
    client = Client()
    client.force_login(make_user(is_superuser=True))
    path = reverse("admin:events_page_changelist")

    answer: Any = client.get(path, {"event__id__exact": pages[0].event_id})

    assert list(answer.context["cl"].result_list) == [pages[0]]
    assert f'value="event__id__exact={pages[1].event_id}"' in answer.content.decode()


def test_a_list_that_is_not_searched_reads_no_texts_of_its_rows() -> None:
    make_page(make_event())
    admin_of_pages: Any = admin.site._registry[Page]
    request = request_of(make_user(is_superuser=True))
    every = Page.objects.all()

    cost = count_queries(lambda: admin_of_pages.get_search_results(request, every, " "))

    assert cost == 0


def test_a_list_without_translated_texts_is_searched_by_the_database() -> None:
    make_subscriber(make_event())
    admin_of_subscribers: Any = admin.site._registry[Subscriber]
    request = request_of(make_user(is_superuser=True))
    every = Subscriber.objects.all()

    cost = count_queries(lambda: admin_of_subscribers.get_search_results(request, every, "a"))

    assert cost == 0


def _ends(model: type[models.Model], ordering: Any) -> Iterator[str]:
    """The columns by which an ordering really orders: that of a related row is its own ordering."""
    path = getattr(ordering, "source_expressions", None) or [ordering]
    path = str(getattr(path[0], "name", path[0])).lstrip("-")
    try:
        field: Any = get_fields_from_path(model, path)[-1]
    except FieldDoesNotExist:
        return
    if field.is_relation and not path.endswith("_id"):
        for further in field.related_model._meta.ordering:
            yield from _ends(field.related_model, further)
    else:
        yield f"{field.model._meta.label}.{field.name}"


@pytest.mark.parametrize("one", ADMINS, ids=lambda one: one.opts.label)
def test_no_list_is_ordered_by_contacts_that_its_readers_may_not_see(one: Any) -> None:
    user = make_user(is_superuser=True)
    changes = one.get_changelist_instance(request_of(user))
    orders = filter(None, map(changes.get_ordering_field, changes.list_display))

    found = {end for order in orders for end in _ends(one.model, order)}

    contacts = {end for end in found if end.endswith((".email", ".phone", ".address"))}
    is_of_administrators = getattr(one, "view_right", None) == Right.EDIT_TEAM
    assert contacts == set() or is_of_administrators or one.model is User


# --- People ---------------------------------------------------------------------------------------


class People:
    """Two people who differ in everything that only some may see."""

    def __init__(self) -> None:
        self.event = make_event()
        delegation = make_delegation(self.event)
        self.person = make_attendee(
            delegation, family="Ada", email="zq-marker@home.example", phone="+86 135 7777 1234"
        )
        make_attendee(delegation, family="Bob", email="bob@home.example", phone="+33 1 0000 0000")
        SensitiveData.objects.create(attendee=self.person, passport_number="ZQMARKER")
        Travel.objects.create(attendee=self.person, arrival_number="ZQ777")

    def ask(self, role: Role, **query: str) -> tuple[int, int]:
        """What the list answers: the status, and how many rows."""
        client = Client()
        client.force_login(make_member(self.event, role))
        answer: Any = client.get(reverse("admin:delegations_attendee_changelist"), query)
        rows = answer.context["cl"].result_count if answer.status_code == 200 else 0
        return answer.status_code, rows


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK, Role.DELEGATIONS_OFFICER])
@pytest.mark.parametrize(
    "lookup",
    [
        "phone__regex",
        "phone__startswith",
        "email",
        "email__gte",
        "email__iexact",
        "phone__isnull",
        "search_text__contains",
        "office_note__contains",
        "history__phone__startswith",
        "sensitive_data__passport_number",
        "travel__arrival_number__startswith",
        "consents__given",
        "delegation__focal_points__email__startswith",
    ],
)
def test_nothing_is_read_letter_by_letter(lookup: str, role: Role) -> None:
    people = People()

    assert people.ask(role, **{lookup: "zq"}) == people.ask(role, **{lookup: "\\+86"}) == (400, 0)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK])
@pytest.mark.parametrize("words", ["zq-marker", "zq-marker@home.example", "7777", "+86 135 7777"])
def test_a_search_finds_no_contacts_that_are_not_shown(words: str, role: Role) -> None:
    people = People()

    assert people.ask(role, q=words) == (200, 0)
    client = Client()
    client.force_login(make_member(people.event, role))
    query = {"app_label": "programme", "model_name": "appearance", "field_name": "attendee"}
    found = client.get(reverse("admin:autocomplete"), {**query, "term": words})
    assert found.json()["results"] == []


def test_choosing_a_field_for_a_popup_tells_nothing() -> None:
    people = People()

    assert people.ask(Role.VIEWER, _to_field="phone", _popup="1") == (400, 0)
    assert people.ask(Role.VIEWER, _facets="1", q="7777") == (200, 0)


# --- Languages ------------------------------------------------------------------------------------


def _rows() -> dict[str, Any]:
    """One row of each kind that has texts in every language, by its label."""
    event = make_event()
    room = make_room(event)
    return {
        one._meta.label: one
        for one in (
            event,
            room,
            room.venue,
            make_page(event),
            make_award(event),
            make_document(event),
            make_sub_forum(event),
            make_session(event),
            make_organisation(),
        )
    }


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_search_reads_every_language(language: str) -> None:
    client = Client()
    client.force_login(make_user(is_superuser=True))

    for label, row in _rows().items():
        model = type(row)
        names_ = {one.name for one in model._meta.fields if isinstance(one, TranslatedField)}
        (field,) = names_ & {"title", "name"}
        model._default_manager.filter(pk=row.pk).update(
            **{field: text("Nothing", **{language: "خضراء 水岸"})}
        )
        path = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
        # As it is written, without a hamza, in traditional characters.
        for words in ("خضراء", "خضرا", "水岸"):
            found: Any = client.get(path, {"q": words})
            assert list(found.context["cl"].queryset) == [row], (label, words)


def test_a_delegation_is_found_by_the_name_of_its_city_in_any_language() -> None:
    city = make_organisation(name=text("Cairo", ar="القاهرة"))
    delegation = make_delegation(make_event(), organisation=city)
    client = Client()
    client.force_login(make_user(is_superuser=True))

    found: Any = client.get(reverse("admin:delegations_delegation_changelist"), {"q": "القاهرة"})

    assert list(found.context["cl"].queryset) == [delegation]


@pytest.mark.parametrize("words", ["mayors waterfront", "water-front", "المدينه", "廣州"])
def test_a_search_takes_what_looks_the_same_for_the_same(words: str) -> None:
    event = make_event()
    news = make_news(event, title="The mayor’s water‑front: المدينة 广州")
    row = make_session(event, title=text("The mayor’s water‑front", ar="المدينة", zh_hans="广州"))
    make_session(event, title=text("The mayor’s dinner"))
    client = Client()
    client.force_login(make_user(is_superuser=True))

    for path, expected in (("programme_session", row), ("events_newsitem", news)):
        found: Any = client.get(reverse(f"admin:{path}_changelist"), {"q": words})
        assert list(found.context["cl"].queryset) == [expected]


def test_former_contacts_are_in_no_history_of_who_may_not_see_them() -> None:
    people = People()
    people.person.phone = "+86 20 1111 2222"
    people.person.save()
    path = reverse("admin:delegations_attendee_history", args=[people.person.pk])
    for role, is_shown in ((Role.VIEWER, False), (Role.DESK, False), (Role.ADMINISTRATOR, True)):
        client = Client()
        client.force_login(make_member(people.event, role))

        shown = client.get(path).content.decode()

        assert ("7777" in shown, "1111" in shown) == (is_shown, is_shown)
        assert Attendee.history.count() > 0


def test_a_tick_that_is_no_row_is_forgotten() -> None:
    page = make_page(make_event())
    client = Client()
    client.force_login(make_user(is_superuser=True))
    ticks = ["²", "", "x", "9" * 40, str(page.pk)]
    data = {"action": "delete_selected", "index": "0", "_selected_action": ticks}

    asked: Any = client.post(reverse("admin:events_page_changelist"), data)

    assert asked.status_code == 200
    assert list(asked.context["queryset"]) == [page]
