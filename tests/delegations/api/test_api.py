"""Lists for other programs: what their owner may take out at that moment, and nothing else."""

import hashlib
import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import RIGHTS, Right, Role
from core.pages.errors import RETRY_AFTER
from delegations.api import tokens
from delegations.api.delegation_fields import FIELDS
from delegations.api.tokens import create_token, last_moment, revoke_token, use_token
from delegations.api.urls import urlpatterns
from delegations.lists.columns import all_columns
from delegations.lists.export_log import log_export
from delegations.models import ApiToken, ExportLog, SensitiveData, Travel
from delegations.people.person_steps import name_head
from delegations.privacy.erasure import erase_person
from events.models import Event, TeamMember
from events.team import services as team
from tests import audiences
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_session,
    text,
)
from tests.paths import ROOT
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

SCHEMAS = ROOT / "tests" / "schemas"
KEYS = [one.key for one in all_columns() if one.has_data]
LISTS = sorted(audiences.BY_TOKEN)


class Office:
    """An event with people, an officer, and a token of theirs to everything."""

    def __init__(self, event: Event | None = None, **values: Any) -> None:
        self.event = event or make_event(slug="gmf")
        self.officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.client = Client()
        self.token, self.secret = self.make(**values)

    def make(self, **values: Any) -> tuple[ApiToken, str]:
        defaults: dict[str, Any] = {
            "name": "Badges",
            "columns": KEYS,
            "with_delegations": True,
            "reason": "Printing",
            "has_sensitive_columns": True,
            "expires_at": timezone.now() + timedelta(days=1),
        }
        return create_token(event=self.event, owner=self.officer, **{**defaults, **values})

    def get(self, name: str = "api:attendees", *, secret: str | None = None, **query: Any) -> Any:
        headers = {"authorization": f"Bearer {self.secret if secret is None else secret}"}
        headers |= query.pop("headers", {})
        path = reverse(name, args=[query.pop("slug", self.event.slug)])
        return self.client.get(path, query, headers=headers)

    def rows(self, **query: Any) -> list[dict[str, Any]]:
        answer = self.get(**query)
        assert answer.status_code == 200, answer.content
        return answer.json()["rows"]


def fill(event: Event) -> None:
    """A mayor on stage about whom everything is known, and a guest about whom nothing is."""
    lyon = make_delegation(
        event, organisation=make_organisation(name=text("Lyon"), country="FR"), code="FR-LYS"
    )
    mayor = make_attendee(
        lyon, family="Lefèvre", rank_class="A", is_incumbent=True, email="a@example.org"
    )
    name_head(attendee=mayor, by=None)
    make_attendee(lyon, function="guest", status="submitted")
    arrives = datetime(2030, 4, 30, 23, 5, tzinfo=UTC)
    Travel.objects.create(attendee=mayor, arrives_at=arrives, arrival_mode="air")
    SensitiveData.objects.create(attendee=mayor, born_on=date(1961, 7, 9), diet="halal")
    make_appearance(make_session(event, title=text("Opening")), attendee=mayor)


@pytest.fixture
def office() -> Office:
    office = Office()
    fill(office.event)
    fill(make_event())
    return office


def problem(answer: Any) -> tuple[int, str]:
    """Its status, and what it says; in the form that programs know."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert not answer.cookies
    return answer.status_code, body["detail"]


# --- Who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_no_token_or_a_wrong_one_opens_nothing(name: str, office: Office) -> None:
    path = reverse(name, args=["gmf"])
    office.client.force_login(office.officer)

    for header in ("", "Bearer", "Bearer ", f"Basic {office.secret}", office.secret):
        answer = office.client.get(path, headers={"authorization": header})
        assert problem(answer)[0] == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="forum"'
    for secret in ("fpt_wrong", office.token.token_hash, office.secret.upper(), "é"):
        answer = office.get(name, secret=secret)
        assert problem(answer)[0] == 401
        assert answer.headers["WWW-Authenticate"].endswith('error="invalid_token"')
    assert not ExportLog.objects.exists()


def _expire(office: Office) -> None:
    ApiToken.objects.update(expires_at=timezone.now())


def _revoke(office: Office) -> None:
    revoke_token(token=office.token, by=office.officer)


def _leave(office: Office) -> None:
    team.remove_member(member=TeamMember.objects.get(user=office.officer), by=office.officer)


def _change(office: Office) -> None:
    member = TeamMember.objects.get(user=office.officer)
    team.change_role(member=member, role=Role.ADMINISTRATOR, by=office.officer)


def _close(office: Office) -> None:
    type(office.officer).objects.filter(pk=office.officer.pk).update(is_active=False)


def _come_back(office: Office) -> None:
    _leave(office)
    TeamMember.objects.create(event=office.event, user=office.officer, role=Role.ADMINISTRATOR)


def _lose_the_right(office: Office) -> None:
    TeamMember.objects.filter(user=office.officer).update(role=Role.DESK)


def _demand_a_second_factor(office: Office) -> None:
    Event.objects.update(second_factor_roles=[Role.DELEGATIONS_OFFICER])


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (_expire, 401),
        (_revoke, 401),
        (_leave, 401),
        (_change, 401),
        (_close, 401),
        (_come_back, 401),
        (_lose_the_right, 403),
        (_demand_a_second_factor, 403),
    ],
)
def test_a_token_is_worth_what_its_owner_may_at_that_moment(
    happens: Any, status: int, name: str, office: Office
) -> None:
    assert office.get(name).status_code == 200

    happens(office)

    assert problem(office.get(name))[0] == status
    token = ApiToken.objects.select_related("owner").get()
    good = ApiToken.objects.good(timezone.now()).exists()
    assert token.is_good(timezone.now()) is good is (status == 403)


def test_a_demanded_second_factor_opens_the_lists_again_once_its_owner_has_one(
    office: Office,
) -> None:
    _demand_a_second_factor(office)
    refused = problem(office.get())
    TOTP.activate(office.officer, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    opened = office.get()

    assert refused == (403, "The owner of this token needs a second factor.")
    assert opened.status_code == 200


@pytest.mark.parametrize("header", ["Bearer {}", "bearer {}", "BEARER   {} "])
def test_a_token_is_read_as_programs_send_it(header: str, office: Office) -> None:
    path = reverse("api:attendees", args=[office.event.slug])

    answer = office.client.get(path, headers={"authorization": header.format(office.secret)})

    assert answer.status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_lost_is_a_problem_too_and_says_when_to_come_back(
    error: type[Exception], office: Office
) -> None:
    def lose_the_database(*_arguments: Any) -> None:
        raise error("the connection was lost")

    with connection.execute_wrapper(lose_the_database):
        answer = office.get()

    assert problem(answer) == (503, "The database is not responding.")
    assert answer.headers["Retry-After"] == str(RETRY_AFTER)


@pytest.mark.parametrize("name", LISTS)
def test_another_event_and_an_unknown_address_do_not_exist(name: str, office: Office) -> None:
    other = make_event(slug="theirs")
    TeamMember.objects.create(event=other, user=office.officer, role=Role.ADMINISTRATOR)

    assert problem(office.get(name, slug="theirs"))[0] == 404
    assert problem(office.get(name, slug="no-such"))[0] == 404
    for path in ("/api/v1/", "/api/v1/gmf/", "/api/v1/gmf/attendees", "/api/v1/gmf/x/y/"):
        assert problem(office.client.get(path))[0] == 404


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_only_read_and_a_token_is_never_in_an_address(name: str, office: Office) -> None:
    headers = {"authorization": f"Bearer {office.secret}"}
    for method in ("post", "put", "delete"):
        answer = getattr(office.client, method)(reverse(name, args=["gmf"]), headers=headers)
        assert (problem(answer)[0], answer.headers["Allow"]) == (405, "GET, HEAD")

    address = reverse(name, args=["gmf"])
    assert problem(office.client.get(address, {"access_token": office.secret}))[0] == 401
    assert office.get(name, access_token=office.secret).json()["errors"] == [
        {"parameter": "access_token", "detail": "This parameter does not exist."}
    ]


def test_a_token_opens_its_own_lists_and_columns_only(office: Office) -> None:
    _token, secret = office.make(columns=["name"], with_delegations=False)
    _other, delegations = office.make(columns=[])

    assert [set(one) for one in office.rows(secret=secret)] == [{"id", "name"}] * 2
    assert office.get(secret=secret, columns="email").json()["errors"][0]["parameter"] == "columns"
    assert problem(office.get(secret=secret, arrives_on="2030-05-01"))[0] == 400
    assert problem(office.get(secret=secret, order="arrival"))[0] == 400
    assert problem(office.get("api:delegations", secret=secret))[0] == 403
    assert problem(office.get(secret=delegations))[0] == 403


def test_columns_whose_right_its_owner_lost_are_gone(office: Office, monkeypatch: Any) -> None:
    less = RIGHTS[Role.DELEGATIONS_OFFICER] - {Right.VIEW_CONTACTS, Right.VIEW_SENSITIVE}
    monkeypatch.setattr("events.permissions.RIGHTS", {Role.DELEGATIONS_OFFICER: less})
    free = {"id", *(one.key for one in all_columns() if one.has_data and one.rights <= less)}

    assert [set(one) for one in office.rows()] == [free, free]
    for column in ("email", "diet", "arrives_at"):
        assert problem(office.get(columns=column))[0] == 400


# --- What -----------------------------------------------------------------------------------------


def test_values_are_for_programs(office: Office) -> None:
    mayor, guest = office.rows()

    expected = {
        "country": "FR",
        "organisation": "Lyon",
        "code": "FR-LYS",
        "kind": "city",
        "number": 1,
        "function": "head",
        "is_incumbent": True,
        "vip": False,
        "counted": True,
        "status": "approved",
        "email": "a@example.org",
        "born_on": "1961-07-09",
        "diet": "halal",
        "arrives_at": "2030-05-01T07:05:00+08:00",
        "arrival_mode": "air",
        "on_stage": "Opening",
    }
    assert {key: mayor[key] for key in expected} == expected
    assert (guest["number"], guest["counted"], guest["diet"], guest["born_on"]) == (
        2,
        False,
        "",
        None,
    )


@pytest.mark.parametrize(
    "query",
    [
        {"country": "FR"},
        {"q": "lefevre"},
        {"status": "not-approved"},
        {"counted": "no"},
        {"session": "any"},
        {"arrives_on": "2030-05-01"},
        {"order": "precedence", "then": "hotel"},
        {"rank": "A", "vip": "yes"},
        {"ready": "press", "function": "press"},
    ],
    ids=str,
)
def test_filters_and_orders_are_those_of_the_page(query: dict[str, str], office: Office) -> None:
    client = Client()
    client.force_login(office.officer)
    page = client.get(reverse("staff:attendees", args=["gmf"]), {**query, "columns": "name"})

    rows = office.rows(columns="name", **query)

    assert [[one["name"]] for one in rows] == [list(row) for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"country": "XX"}, "country"),
        ({"land": "FR"}, "land"),
        ({"columns": "remark"}, "columns"),
        ({"arrives_on": "soon"}, "arrives_on"),
        ({"page_size": "1001"}, "page_size"),
        ({"page": "0"}, "page"),
        ({"reason": "x"}, "reason"),
        ({"q": "\0"}, "q"),
    ],
    ids=str,
)
def test_what_is_not_understood_is_said_in_english(
    query: dict[str, str], parameter: str, office: Office
) -> None:
    answer = office.get(**query, headers={"accept-language": "fr"})

    assert problem(answer)[0] == 400
    (error,) = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert error["detail"].isascii() or "“" in error["detail"]
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("query", [{"waits": "me"}, {"order": "arrival"}, {"columns": "code"}])
def test_delegations_are_as_strict(query: dict[str, str], office: Office) -> None:
    assert problem(office.get("api:delegations", **query))[0] == 400


def test_delegations_are_those_of_the_page(office: Office) -> None:
    make_delegation(office.event, status="invited", code="A", quota=3)
    office.event.delegations.get(code="A")

    rows = office.get("api:delegations", order="precedence").json()["rows"]

    by_code = {row["code"]: row for row in rows}
    assert (len(rows), by_code["A"]["quota"], by_code["A"]["head"]) == (2, 3, None)
    lyon = by_code["FR-LYS"]
    assert (lyon["country"], lyon["head_rank_class"], lyon["counted"], lyon["others"]) == (
        "FR",
        "A",
        1,
        1,
    )
    people = office.rows(delegation=str(lyon["key"]), columns="code")
    assert {one["code"] for one in people} == {"FR-LYS"}
    assert office.get("api:delegations", waits="nobody").json()["count"] == 0


def test_pages_follow_one_another(office: Office) -> None:
    delegation = make_delegation(office.event)
    for _one in range(5):
        make_attendee(delegation)
    whole = [one["id"] for one in office.rows(columns="name")]

    found, answer = [], office.get(columns="name", page_size="3")
    while True:
        body = answer.json()
        found += [one["id"] for one in body["rows"]]
        if body["next"] is None:
            break
        parts = urlsplit(body["next"])
        headers = {"authorization": f"Bearer {office.secret}"}
        answer = office.client.get(f"{parts.path}?{parts.query}", headers=headers)

    assert (found, body["count"], body["pages"]) == (whole, 7, 3)
    assert problem(office.get(page="4", page_size="3"))[0] == 404


def test_what_has_not_changed_is_not_sent_again(office: Office) -> None:
    first = office.get()
    known = {"if-none-match": first.headers["ETag"]}

    again = office.get(headers=known)

    assert (again.status_code, again.content) == (304, b"")
    assert (again.headers["ETag"], first.headers["Cache-Control"]) == (
        first.headers["ETag"],
        "no-store",
    )
    make_attendee(make_delegation(office.event))
    assert office.get(headers=known).status_code == 200
    assert not first.cookies


@pytest.mark.parametrize("name", LISTS)
def test_a_page_takes_the_same_queries_for_one_row_and_for_three(name: str) -> None:
    def queries(number: int) -> int:
        office = Office(make_event())
        for _one in range(number):
            fill(office.event)
        office.get(name)
        return count_queries(lambda: office.get(name))

    def fill(event: Event) -> None:
        person = make_attendee(make_delegation(event))
        SensitiveData.objects.create(attendee=person, diet="halal")
        make_appearance(make_session(event), attendee=person)

    expected = {"api:attendees": 12, "api:delegations": 8}[name]
    assert (queries(1), queries(3)) == (expected, expected)


# --- How often, and what is written down ----------------------------------------------------------


def test_a_token_is_good_for_so_many_uses_a_minute(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr(tokens, "MOST_IN_A_MINUTE", 3)
    at = datetime(2030, 1, 1, 12, 0, 50, tzinfo=UTC)

    waits = [use_token(token=office.token, at=at) for _one in range(4)]

    assert waits == [0, 0, 0, 10]
    office.token.refresh_from_db()
    assert office.token.last_used_at == at
    assert use_token(token=office.token, at=at + timedelta(seconds=10)) == 0


def test_who_asks_too_often_is_told_when_to_come_back(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr(tokens, "MOST_IN_A_MINUTE", 0)
    office.get()

    answer = office.get()

    assert problem(answer)[0] == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_each_list_is_in_the_log_once_an_hour_whatever_its_pages(office: Office) -> None:
    for page in ("1", "2"):
        office.get(columns=["name", "diet"], page=page, page_size="1", country="FR")
    logs = ExportLog.objects.all()
    log = logs.get()
    assert (log.by, log.token, log.list_name, log.file_format, log.row_count) == (
        office.officer,
        office.token,
        "attendees",
        "json",
        2,
    )
    assert (log.columns, log.filters, log.has_sensitive_columns, log.reason) == (
        ["name", "diet"],
        {"Country": "France"},
        True,
        "Printing",
    )

    office.get(columns="name")
    office.get("api:delegations")
    office.get(columns="name", secret=office.make()[1])
    logs.filter(pk=log.pk).update(once="of another hour")
    office.get(columns=["name", "diet"], page_size="1", country="FR")

    assert sorted(logs.values_list("list_name", "version")) == [
        ("attendees", 1),
        ("attendees", 2),
        ("attendees", 3),
        ("attendees", 4),
        ("delegations", 1),
    ]


def at_once(number: int, action: Any) -> list[Any]:
    """What `number` threads got."""
    start, outcomes = threading.Barrier(number), []

    def run() -> None:
        start.wait()
        try:
            outcomes.append(action())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _one in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_no_more_than_the_minute_has_and_one_row_in_the_log(
    office: Office, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tokens, "MOST_IN_A_MINUTE", 3)
    at = timezone.now()
    waits = at_once(8, lambda: use_token(token=office.token, at=at))
    assert waits.count(0) == 3

    def log() -> int:
        return log_export(
            event=office.event,
            by=office.officer,
            list_name="attendees",
            file_format="json",
            filters={},
            order="",
            columns=[],
            row_count=1,
            has_sensitive_columns=False,
            token=office.token,
            once="the same",
        ).pk

    assert len(set(at_once(6, log))) == 1
    assert ExportLog.objects.count() == 1


# --- The description ------------------------------------------------------------------------------


def described() -> dict[str, Any]:
    return Client().get(reverse("api:openapi")).json()


def valid(document: dict[str, Any]) -> None:
    """Raises what the schema of OpenAPI 3.1, or that of schemas, has against it."""
    schema = json.loads((SCHEMAS / "openapi-3.1.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(document)
    for one in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(one)


def test_the_description_is_valid() -> None:
    document = described()
    valid(document)

    document["paths"]["/{event}/attendees/"]["get"]["parameters"][0].pop("schema")
    with pytest.raises(jsonschema.ValidationError):
        valid(document)


def test_the_schema_is_the_published_one() -> None:
    readme = (SCHEMAS / "README.md").read_text()
    for name in ("openapi-3.1.schema.json", "LICENCE-Apache-2.0.txt"):
        assert hashlib.sha256((SCHEMAS / name).read_bytes()).hexdigest() in readme


def test_the_description_names_every_address_and_every_key() -> None:
    document = described()
    addresses = {
        "/" + str(one.pattern).replace("<slug:event_slug>", "{event}")
        for one in urlpatterns
        if one.name in {name.removeprefix("api:") for name in LISTS}
    }

    assert set(document["paths"]) == addresses
    schemas = document["components"]["schemas"]
    assert set(schemas["Attendee"]["properties"]) == {"id", *KEYS}
    assert set(schemas["Delegation"]["properties"]) == {one.key for one in FIELDS}


@pytest.mark.parametrize("name", LISTS)
def test_answers_are_as_described(name: str, office: Office) -> None:
    document = described()
    path = "/" + name.replace("api:", "{event}/") + "/"
    found = document["paths"][path]["get"]["responses"]
    for answer, status in (
        (office.get(name), "200"),
        (office.get(name, x="1"), "400"),
        (office.get(name, secret="no"), "401"),
    ):
        (content,) = found[status]["content"].values()
        schema = {**content["schema"], "components": document["components"]}
        checker = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        checker.validate(answer.json())
    assert office.get(name).json()["rows"]


@pytest.mark.parametrize("name", LISTS)
def test_every_parameter_described_is_taken(name: str, office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr(tokens, "MOST_IN_A_MINUTE", 1000)
    path = "/" + name.replace("api:", "{event}/") + "/"
    parameters = described()["paths"][path]["get"]["parameters"]
    for one in (one for one in parameters if one["in"] == "query"):
        schema = one["schema"].get("items", one["schema"])
        values = schema.get("enum", [{"integer": "1"}.get(schema["type"], "")])
        for value in dict.fromkeys((values[0], values[-1])):
            detail = str(office.get(name, **{one["name"]: value}).json())
            # What depends on the event is refused as a value, never as a name.
            assert "no such parameter" not in detail
            if "enum" in schema:
                assert "'rows'" in detail, (one["name"], value)


# --- The page -------------------------------------------------------------------------------------


def post(office: Office, **values: Any) -> Any:
    office.client.force_login(office.officer)
    data = {"name": "Seats", "days": "30", "columns": ["name"], **values}
    return office.client.post(reverse("staff:tokens", args=["gmf"]), data)


def test_a_token_is_shown_once_and_kept_as_a_digest(office: Office) -> None:
    answer = post(office, columns=["name", "email"])

    secret = answer.context["secret"]
    token = ApiToken.objects.get(name="Seats")
    assert secret in answer.content.decode()
    assert (len(secret) > 40, secret.startswith("fpt_")) == (True, True)
    assert token.token_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert set(office.rows(secret=secret)[0]) == {"id", "name", "email"}
    page = office.client.get(reverse("staff:tokens", args=["gmf"])).content.decode()
    assert secret not in page
    assert "Seats" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"columns": ["diet"]}, "reason"),
        ({"columns": []}, "columns"),
        ({"days": "366"}, "days"),
        ({"days": "0"}, "days"),
        ({"columns": ["remark"]}, "columns"),
        ({"name": ""}, "name"),
    ],
    ids=str,
)
def test_a_token_that_says_too_little_or_wants_too_much_is_not_made(
    values: dict[str, Any], field: str, office: Office
) -> None:
    answer = post(office, **values)

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert ApiToken.objects.count() == 1


def test_a_token_ends_a_month_after_the_event_and_within_a_year() -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    coming, far, over = (
        make_event(start_date=day, end_date=day)
        for day in (date(2030, 5, 1), date(2032, 1, 1), date(2023, 1, 1))
    )

    assert last_moment(coming, at).date() == date(2030, 5, 31)
    assert last_moment(far, at) == at + timedelta(days=365)
    assert last_moment(over, at) == at + timedelta(days=30)
    _token, _secret = Office(over).make(expires_at=timezone.now() + timedelta(days=500))
    assert ApiToken.objects.filter(event=over)[0].expires_at < timezone.now() + timedelta(days=31)


def test_an_eleventh_token_waits_until_one_is_revoked(office: Office) -> None:
    for _one in range(9):
        office.make()
    assert post(office).status_code == 400

    _revoke(office)

    assert post(office).status_code == 200


def test_colleagues_see_no_tokens_of_others_and_administrators_revoke_them(
    office: Office,
) -> None:
    path = reverse("staff:tokens", args=["gmf"])
    revoke = reverse("staff:token-revoke", args=["gmf", office.token.guid])
    colleague, administrator, outsider = Client(), Client(), Client()
    colleague.force_login(make_member(office.event, Role.DELEGATIONS_OFFICER))
    administrator.force_login(make_member(office.event, Role.ADMINISTRATOR))
    outsider.force_login(make_member(make_event(), Role.ADMINISTRATOR))

    assert colleague.get(path).context["tokens"] == []
    assert [one.post(revoke).status_code for one in (colleague, outsider, Client())] == [
        404,
        404,
        302,
    ]
    assert office.get().status_code == 200
    assert "Badges" in administrator.get(path).content.decode()
    assert administrator.post(revoke).status_code == 302
    assert office.get().status_code == 401


def test_an_erased_person_is_named_in_no_token(office: Office) -> None:
    person = make_attendee(make_delegation(office.event), given="Zvezdana", family="Markerova")
    office.make(name="Of Zvezdana Markerova", reason="For Zvezdana MARKEROVA")

    erase_person(attendee=person, by=office.officer, reason="Asked for")

    said = str(ApiToken.objects.values_list("name", "reason")).lower()
    assert "markerova" not in said


def test_a_program_reads_on_under_a_former_name_of_its_event_until_another_has_it() -> None:
    office = Office()
    office.event.slug = "another-name"
    office.event.save()

    assert office.get(slug="gmf").status_code == 200
    make_event(slug="gmf")
    assert office.get(slug="gmf").status_code == 404
