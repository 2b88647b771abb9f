"""Every address × everybody who may come. Starts from the URLconf: a new address fails at once."""

import json
import pickle
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from delegations.models import Amendment, ExportLog, Merge, SensitiveAccess
from events.imports.services import plan_import
from forum_portal.workspace.translations.kinds import kind_of
from forum_portal.workspace.translations.progress import item_of
from forum_portal.workspace.translations.services import seen_of
from mail.models import OutgoingMail
from mail.services import post, write_mail
from programme.agenda.load import published_agenda
from programme.choices import PlanState
from programme.models import AcceptedFinding, ReleasePlan, WebhookDelivery
from programme.releases.preview_links import create_link
from programme.releases.services import release_agenda
from tests import audiences
from tests.factories import (
    make_appearance,
    make_attendee,
    make_award,
    make_deadline,
    make_delegation,
    make_distance,
    make_document,
    make_event,
    make_focal_point,
    make_import,
    make_invitation,
    make_letter,
    make_letter_template,
    make_member,
    make_news,
    make_nomination,
    make_page,
    make_people_import,
    make_photograph,
    make_profile,
    make_quota,
    make_room,
    make_session,
    make_sub_forum,
    make_subscriber,
    make_user,
    make_webhook,
)


def named_urls(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """The names of all addresses of the portal, those of included URLconfs too."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from named_urls(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or _unnamed(pattern)
            if name:
                yield ":".join(part for part in (namespace, name) if part)


def _unnamed(pattern: URLPattern) -> str:
    # The admin's last two patterns: a redirect for old links, and what catches the rest.
    route = str(pattern.pattern)
    if "(?P<url>" in route:
        return "catch_all"
    return "" if route == "<path:object_id>/" else f"unnamed {route}"


def test_every_address_has_an_audience_and_every_audience_an_address() -> None:
    found = set(named_urls())

    assert found == audiences.declared()


class World:
    """Two editions full of rows that could leak, and a person for each role of the first."""

    def __init__(self) -> None:
        self.event, self.other = make_event(slug="ours"), make_event(slug="theirs")
        self.rows = self._fill(self.event)
        self.foreign = self._fill(self.other)
        self.people: dict[str, User] = {role.value: make_member(self.event, role) for role in Role}
        self.people["outsider"] = make_member(self.other, Role.ADMINISTRATOR)
        self.people["nobody"] = make_user()

    def _fill(self, event: Any) -> dict[str, Any]:
        sub_forum = make_sub_forum(event)
        room = make_room(event)
        session = make_session(event, sub_forum=sub_forum, room=room)
        delegation = make_delegation(event)
        attendee = make_attendee(delegation)
        make_photograph(attendee)
        make_appearance(session, attendee=attendee)
        placeholder = make_appearance(session)
        member = make_member(event, Role.VIEWER)
        release = release_agenda(event=event, by=member)
        batch = make_import(event, make_user(is_superuser=True))
        webhook = make_webhook(event)
        log = ExportLog.objects.create(event=event, by=member, list_name="attendees", row_count=1)
        return {
            "events_event": event,
            "events_venue": room.venue,
            "events_room": room,
            "events_venuedistance": make_distance(event),
            "events_page": make_page(event),
            "events_newsitem": make_news(event),
            "events_award": make_award(event),
            "events_document": make_document(event),
            "events_subscriber": make_subscriber(event),
            "mail_outgoingmail": self._mail(event),
            "delegations_organisation": delegation.organisation,
            "delegations_delegation": delegation,
            "delegations_attendee": attendee,
            "delegations_exportlog": log,
            "delegations_sensitiveaccess": SensitiveAccess.objects.create(
                event=event, attendee=attendee, by=member, kind="view", reason="Visa"
            ),
            "delegations_deadline": make_deadline(event),
            "delegations_eventquota": make_quota(event),
            "delegations_lettertemplate": make_letter_template(event),
            "letter": make_letter(delegation),
            "focal point": make_focal_point(delegation),
            "merge": Merge.objects.create(
                event=event, kept=attendee, merged_pk=0, merged_guid=uuid4(), merged_name="Eva"
            ),
            "nomination": make_nomination(delegation),
            "people import": make_people_import(event, make_user(is_superuser=True)),
            "amendment": Amendment.objects.create(attendee=attendee, changes={"given": "Eva"}),
            "programme_subforum": sub_forum,
            "programme_session": session,
            "programme_profile": make_profile(attendee),
            "placeholder": placeholder,
            "programme_schedulerelease": release,
            "programme_releaseplan": ReleasePlan.objects.create(
                event=event, base_version=1, payload={}, state=PlanState.WAITING
            ),
            "programme_previewlink": create_link(
                event=event, by=member, label="Press office", days=1
            )[0],
            "programme_acceptedfinding": AcceptedFinding.objects.create(
                event=event, sentence="No room.", reason="In the garden.", accepted_by=member
            ),
            "events_importbatch": batch,
            "programme_webhook": webhook,
            "programme_webhookdelivery": WebhookDelivery.objects.create(
                webhook=webhook, release=release
            ),
            "accounts_user": member,
        }

    def _mail(self, event: Any) -> OutgoingMail:
        mail = write_mail(
            key=event.slug, address="a@example.org", subject="A", body="", scope=event.guid.hex
        )
        post(mail)
        return OutgoingMail.objects.get(key=event.slug)

    def client(self, who: str) -> Client:
        client = Client(raise_request_exception=True)
        if who != "anonymous":
            client.force_login(self.people[who])
        return client

    def rights(self, who: str) -> frozenset[Right]:
        return RIGHTS[Role(who)] if who in Role.values else frozenset()


OF_NO_EVENT = frozenset(
    {"root", "healthz", "readyz", "favicon", "sitemap", "robots", "service-worker", "embed"}
    | {"style", "api:openapi"}
)
WHO = ("anonymous", "nobody", "outsider", *Role.values)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[bytes]:
    """Made once: a thousand tests look at it, each in a transaction that is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(World())
        transaction.set_rollback(True)


@pytest.fixture
def world(filled: bytes, db: None) -> World:
    found: World = pickle.loads(filled)
    return found


def _public_path(name: str, world: World) -> str:
    session = world.rows["programme_session"]
    published = published_agenda(world.event)
    arguments: dict[str, list[Any]] = {
        "programme:sub-forum": [world.rows["programme_subforum"].slug],
        "programme:session": [session.code],
        "feeds:session": [session.code],
        "feeds:sub-forum": [world.rows["programme_subforum"].slug],
        "feeds:speaker": [next(iter(published.speakers))],
        "feeds:room": [published.rooms[0].key],
        "programme:speaker": [next(iter(published.speakers))],
        "events:page": [world.rows["events_page"].slug],
        "events:news-item": [world.rows["events_newsitem"].slug],
        "portrait": [world.rows["delegations_attendee"].guid],
        "document": [world.rows["events_document"].guid, world.rows["events_document"].file_name],
    }
    # The page that depends on the clock is asked for one moment: everybody sees the same.
    clock = "?at=2030-05-02T12:00" if name == "programme:now" else ""
    own: list[Any] = [] if name in OF_NO_EVENT else [world.event.slug, *arguments.get(name, [])]
    return reverse(name, args=own) + clock


@pytest.mark.parametrize("name", sorted(audiences.PUBLIC))
def test_public_pages_are_the_same_for_everybody(name: str, world: World) -> None:
    path = _public_path(name, world)
    answers = {who: world.client(who).get(path) for who in WHO}

    assert {answer.status_code for answer in answers.values()} <= {200, 302}
    assert len({answer.getvalue() for answer in answers.values()}) == 1
    assert all(not answer.cookies for answer in answers.values())


@pytest.mark.parametrize("name", sorted(audiences.PUBLIC - OF_NO_EVENT))
def test_public_pages_of_a_draft_event_do_not_exist(name: str, world: World) -> None:
    path = _public_path(name, world)
    world.event.status = "draft"
    world.event.save()

    assert world.client("anonymous").get(path).status_code == 404


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", sorted(audiences.STAFF))
def test_staff_pages_open_by_right(name: str, who: str, world: World) -> None:
    client, path = world.client(who), reverse(name, args=[world.event.slug])
    response = (client.post if name in audiences.TAKEN_OUT else client.get)(path)
    rights = world.rights(who)
    expected = 404
    if who == "anonymous":
        expected = 302
    elif audiences.STAFF[name] in rights:
        expected = 200
    elif Right.VIEW_PEOPLE in rights:
        expected = 403

    assert response.status_code == expected
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("who", WHO)
def test_rows_of_the_delegations_desk_open_by_right_and_never_those_of_another_event(
    who: str, world: World
) -> None:
    client, rights = world.client(who), world.rights(who)
    for name, (row, field) in _STAFF_ROWS.items():
        for rows, is_own in ((world.rows, True), (world.foreign, False)):
            path = reverse(name, args=[world.event.slug, getattr(rows[row], field)])
            before = type(rows[row]).objects.filter(pk=rows[row].pk).values().get()
            got = client.get(path) if name in _READ else client.post(path)
            # Read to its end, a file closes itself.
            got.getvalue()

            may = audiences.STAFF_ROWS[name] in rights
            if Right.VIEW_PEOPLE in rights:
                done = _DONE.get(name, 302)
                assert got.status_code == (done if may and is_own else 404 if may else 403)
            else:
                assert got.status_code == (302 if who == "anonymous" else 404)
            if not (may and is_own):
                assert type(rows[row]).objects.filter(pk=rows[row].pk).values().get() == before


_READ = {
    "staff:delegation", "staff:photograph", "staff:nomination", "staff:import",
    "staff:import-columns", "staff:letter", "staff:letter-preview",
}  # fmt: skip
# What is no step that was taken: pages, forms that ask first, and a form that nobody filled in.
_DONE = {
    **dict.fromkeys([*_READ, "staff:sensitive", "staff:person-data"], 200),
    "staff:head": 400, "staff:letter-correct": 400,
}  # fmt: skip
_STAFF_ROWS = {
    "staff:sensitive": ("delegations_attendee", "guid"),
    "staff:person-data": ("delegations_attendee", "guid"),
    "staff:delegation": ("delegations_delegation", "code"),
    "staff:head": ("delegations_delegation", "code"),
    "staff:focal-point": ("focal point", "guid"),
    "staff:amendment": ("amendment", "guid"),
    "staff:person-link": ("delegations_attendee", "guid"),
    "staff:photograph": ("delegations_attendee", "guid"),
    "staff:merge": ("delegations_attendee", "guid"),
    "staff:not-same": ("delegations_attendee", "guid"),
    "staff:merge-undo": ("merge", "pk"),
    "staff:earlier": ("delegations_delegation", "code"),
    "staff:nomination": ("nomination", "guid"),
    "staff:remove-nomination": ("nomination", "guid"),
    "staff:import": ("people import", "pk"),
    "staff:import-columns": ("people import", "pk"),
    "staff:import-apply": ("people import", "pk"),
    "staff:import-undo": ("people import", "pk"),
    "staff:letter": ("letter", "guid"),
    "staff:letter-preview": ("delegations_delegation", "code"),
    "staff:letter-correct": ("delegations_delegation", "code"),
}


@pytest.mark.parametrize("who", WHO)
def test_members_pages_need_a_log_in(who: str, world: World) -> None:
    for name in sorted(audiences.MEMBERS):
        response = world.client(who).get(reverse(name))

        if who == "anonymous":
            assert response.status_code == 302
            assert reverse("account_login") in response.headers["Location"]
        else:
            assert response.status_code in {200, 302}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("model", sorted(audiences.ADMIN_MODELS))
def test_admin_rows_show_by_right_and_never_those_of_another_event(
    model: str, who: str, world: World
) -> None:
    client, (view, _edit) = world.client(who), audiences.ADMIN_MODELS[model]
    own = client.get(reverse(f"admin:{model}_change", args=[world.rows[model].pk]))
    foreign = client.get(reverse(f"admin:{model}_change", args=[world.foreign[model].pk]))
    may_see = view is not None and view in world.rights(who)

    if who in ("anonymous", "nobody"):
        assert (own.status_code, foreign.status_code) == (302, 302)
        return
    assert (own.status_code == 200) is may_see
    if who != "outsider" and model != "accounts_user":
        assert foreign.status_code == 404


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("model", sorted(audiences.ADMIN_MODELS))
def test_admin_lists_hold_rows_of_own_events_only(model: str, who: str, world: World) -> None:
    client, (view, _edit) = world.client(who), audiences.ADMIN_MODELS[model]
    response = client.get(reverse(f"admin:{model}_changelist"))
    may_see = view is not None and view in world.rights(who)

    if may_see:
        pks = {row.pk for row in response.context["cl"].result_list}
        assert world.rows[model].pk in pks
        assert world.foreign[model].pk not in pks
    elif who != "outsider":
        assert response.status_code in {302, 403}


# The outsider is an administrator of the other event: it is theirs to change.
@pytest.mark.parametrize("who", [who for who in WHO if who != "outsider"])
@pytest.mark.parametrize("model", sorted(audiences.ADMIN_MODELS))
def test_nobody_changes_a_row_of_another_event_by_post(model: str, who: str, world: World) -> None:
    row = world.foreign[model]
    before = type(row)._default_manager.filter(pk=row.pk).values().get()

    for action in ("change", "delete"):
        world.client(who).post(
            reverse(f"admin:{model}_{action}", args=[row.pk]), {"post": "yes", "_save": "Save"}
        )

    assert type(row)._default_manager.filter(pk=row.pk).values().get() == before


# The organizers' own pages, and the row that each is about.
_ABOUT = {
    "admin:team": "events_event",
    "admin:edition_copy": "events_event",
    "admin:readiness": "events_event",
    "admin:translations": "events_event",
    "admin:programme_preview": "events_event",
    "admin:programme_publish": "events_event",
    "admin:programme_withdraw": "events_event",
    "admin:programme_checks": "events_event",
    "admin:programme_compare": "events_event",
    "admin:programme_roll_back": "programme_schedulerelease",
    "admin:programme_tell": "programme_schedulerelease",
    "admin:programme_plan": "programme_releaseplan",
    "admin:programme_planner": "events_event",
    "admin:programme_name_person": "placeholder",
    "admin:programme_running_order": "programme_session",
    "admin:programme_run_of_show": "programme_session",
    "admin:events_news_send": "events_newsitem",
    "admin:programme_profile_portrait": "programme_profile",
    "admin:events_document_file": "events_document",
}
# Pages about more than one row, or about none: each has a test of its own below, but for the
# password of an account, which is Django's and open to superusers alone.
_WITH_OWN_TEST = frozenset(
    {
        "admin:team_member", "admin:team_invitation", "admin:team_second_factor",
        "admin:translate", "admin:programme_people", "admin:programme_import_template",
        "admin:programme_export", "admin:programme_import_upload", "admin:programme_import",
        "admin:programme_import_columns", "admin:programme_import_apply",
        "admin:programme_import_undo", "admin:programme_planner_check",
        "admin:programme_planner_move", "admin:programme_session_duplicate",
        "admin:programme_change_many", "admin:auth_user_password_change",
    }
)  # fmt: skip


def test_every_page_of_an_event_is_tried_by_everybody() -> None:
    assert set(audiences.ADMIN_EVENT) == set(_ABOUT) | _WITH_OWN_TEST


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", sorted(_ABOUT))
def test_pages_about_a_row_open_by_right(name: str, who: str, world: World) -> None:
    client = world.client(who)
    own = client.get(reverse(name, args=[world.rows[_ABOUT[name]].pk]))
    foreign = client.get(reverse(name, args=[world.foreign[_ABOUT[name]].pk]))
    allowed = audiences.ADMIN_EVENT[name] in world.rights(who)

    # Read to its end, a file closes itself.
    own.getvalue()
    foreign.getvalue()
    assert (own.status_code == 200) is allowed
    if who in Role.values:
        assert foreign.status_code == 404


@pytest.mark.parametrize("who", [who for who in WHO if who != "outsider"])
@pytest.mark.parametrize("model", sorted(audiences.RECORDED))
def test_nobody_brings_back_a_state_of_another_event_or_without_the_right(
    model: str, who: str, world: World, settings: Any
) -> None:
    settings.WEBHOOK_HOSTS = ["hooks.city.example"]
    may_change = audiences.ADMIN_MODELS[model][1] in world.rights(who)
    for row, is_own in ((world.rows[model], True), (world.foreign[model], False)):
        record = row.history.first()
        token = f"{record._meta.model_name}-{record.pk}"
        count = row.history.count()

        world.client(who).post(reverse(f"admin:{model}_restore", args=[token]))

        assert (row.history.count() > count) is (is_own and may_change)


@pytest.mark.parametrize("who", WHO)
def test_texts_are_translated_by_right_and_never_those_of_another_event(
    who: str, world: World
) -> None:
    client, session = world.client(who), world.rows["programme_session"]
    foreign = world.foreign["programme_session"]
    for event, row in ((world.event, session), (world.event, foreign), (world.other, foreign)):
        path = reverse("admin:translate", args=[event.pk, "programme.session", row.pk, "fr"])
        kind = kind_of("programme.session")
        assert kind is not None
        seen = seen_of(item_of(kind, event, row, "fr"))
        client.post(path, {"title": "Traduit", "seen": seen})

    session.refresh_from_db()
    foreign.refresh_from_db()
    assert (session.title.get("fr") == "Traduit") is (Right.TRANSLATE in world.rights(who))
    assert (foreign.title.get("fr") == "Traduit") is (who == "outsider")


@pytest.mark.parametrize("who", WHO)
def test_an_edition_is_copied_by_administrators_of_it(who: str, world: World) -> None:
    data = {
        "slug": "copied",
        "title_en": "Copied",
        "start_date": "2031-05-01",
        "step": "copy",
        "time_zone": "Asia/Shanghai",
    }
    world.client(who).post(reverse("admin:edition_copy", args=[world.event.pk]), data)

    is_made = type(world.event).objects.filter(slug="copied").exists()
    assert is_made is (Right.EDIT_TEAM in world.rights(who))


@pytest.mark.parametrize("who", WHO)
def test_the_look_up_of_people_is_for_editors_of_their_own_event(who: str, world: World) -> None:
    response = world.client(who).get(reverse("admin:programme_people"), {"term": "Family"})
    editor = world.rights(who) & {Right.EDIT_DRAFT, Right.EDIT_OWN_SUB_FORUM}

    assert (response.status_code == 200) is (bool(editor) or who == "outsider")
    if editor:
        ids = {one["id"] for one in response.json()["results"]}
        assert ids == {str(world.rows["delegations_attendee"].pk)}


@pytest.mark.parametrize("who", WHO)
def test_members_and_invitations_open_and_change_by_right_in_their_own_event(
    who: str, world: World
) -> None:
    client = world.client(who)
    allowed = Right.EDIT_TEAM in world.rights(who)
    for event, may in ((world.event, allowed), (world.other, who == "outsider")):
        member = event.team_members.filter(role=Role.VIEWER)[0]
        invitation = make_invitation(event)
        answers = [
            client.get(reverse("admin:team_member", args=[event.pk, member.pk])),
            client.post(
                reverse("admin:team_member", args=[event.pk, member.pk]), {"role": Role.DESK}
            ),
            client.post(
                reverse("admin:team_invitation", args=[event.pk, invitation.pk]), {"revoke": "1"}
            ),
            client.post(
                reverse("admin:team_second_factor", args=[event.pk]), {"roles": [Role.DESK]}
            ),
        ]

        refused = {302} if who in ("anonymous", "nobody") else {404}
        assert may or {one.status_code for one in answers} == refused
        member.refresh_from_db()
        event.refresh_from_db()
        invitation.refresh_from_db()
        assert (member.role == Role.DESK) is may
        assert (invitation.revoked_at is not None) is may
        assert (event.second_factor_roles == [Role.DESK]) is may


def test_a_member_and_an_invitation_are_looked_for_in_the_event_of_the_address(
    world: World,
) -> None:
    client = world.client(Role.ADMINISTRATOR)
    member = world.other.team_members.all()[0]
    invitation = make_invitation(world.other)

    for name, pk in (("admin:team_member", member.pk), ("admin:team_invitation", invitation.pk)):
        path = reverse(name, args=[world.event.pk, pk])
        assert client.post(path, {"remove": "1", "revoke": "1"}).status_code == 404


def _import_paths(rows: dict[str, Any], kind: str = "sessions") -> dict[str, str]:
    """The addresses of tables of one event, and of one import."""
    event, batch = rows["events_event"].pk, rows["events_importbatch"].pk
    return {
        "upload": reverse("admin:programme_import_upload", args=[event, kind]),
        "template": reverse("admin:programme_import_template", args=[event, kind]),
        "export": reverse("admin:programme_export", args=[event, kind, "csv"]),
        "preview": reverse("admin:programme_import", args=[batch]),
        "columns": reverse("admin:programme_import_columns", args=[batch]),
    }


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("kind", ["sessions", "appearances", "rooms"])
def test_tables_of_the_programme_go_out_to_the_team_and_come_in_from_editors(
    kind: str, who: str, world: World
) -> None:
    client, rights = world.client(who), world.rights(who)
    own = {name: client.get(path) for name, path in _import_paths(world.rows, kind).items()}
    foreign = {name: client.get(path) for name, path in _import_paths(world.foreign, kind).items()}
    edits = bool(rights & {Right.EDIT_DRAFT, Right.EDIT_OWN_SUB_FORUM})
    may_upload = Right.EDIT_CONTENT in rights if kind == "rooms" else edits

    if who in Role.values:
        assert {answer.status_code for answer in foreign.values()} == {404}
    expected = dict.fromkeys(("template", "export"), Right.VIEW_DRAFT in rights)
    expected |= {"upload": may_upload, "preview": edits, "columns": edits}
    assert {name: answer.status_code == 200 for name, answer in own.items()} == expected
    for answer in (*own.values(), *foreign.values()):
        answer.getvalue()


@pytest.mark.parametrize("who", WHO)
def test_an_import_is_applied_and_undone_by_editors_of_its_event(who: str, world: World) -> None:
    client = world.client(who)
    own, foreign = (rows["events_importbatch"] for rows in (world.rows, world.foreign))
    done = []
    for batch, by in ((own, world.people["editor"]), (foreign, world.people["outsider"])):
        reviewed = plan_import(batch, by).fingerprint
        for action, state in (("apply", "applied"), ("undo", "undone")):
            path = reverse(f"admin:programme_import_{action}", args=[batch.pk])
            client.post(path, {"reviewed": reviewed})
            batch.refresh_from_db()
            done.append(batch.state == state)

    # The table names no sub-forum, so that it is nothing for an editor of one.
    may = Right.EDIT_DRAFT in world.rights(who)
    assert done == [may, may, who == "outsider", who == "outsider"]


@pytest.mark.parametrize("who", WHO)
def test_sessions_are_checked_moved_and_copied_by_right_and_never_those_of_another_event(
    who: str, world: World
) -> None:
    client, may_edit = world.client(who), Right.EDIT_DRAFT in world.rights(who)
    place = {"start": "2030-05-02T09:00", "end": "2030-05-02T10:00"}
    codes = {}
    for rows in (world.rows, world.foreign):
        session = rows["programme_session"]
        before = session.history.count()
        for name in ("check", "move"):
            address = reverse(
                f"admin:programme_planner_{name}", args=[session.event_id, session.guid]
            )
            data = {**place, "seen": session.history.first().pk}
            codes[name] = (client.post if name == "move" else client.get)(address, data).status_code
        count = session.event.sessions.count()
        client.post(reverse("admin:programme_session_duplicate"), {"session": session.pk})
        _change_many_and_running_order(client, session)

        is_allowed = (may_edit and rows is world.rows) or (
            who == "outsider" and rows is world.foreign
        )
        assert {code == 200 for code in codes.values()} == {is_allowed}
        assert (session.history.count() > before) is is_allowed
        assert (session.event.sessions.count() > count) is is_allowed
        assert session.run_items.exists() is is_allowed
        session.refresh_from_db()
        assert (session.status == "cancelled") is is_allowed
        if who in Role.values and not is_allowed:
            assert set(codes.values()) == {404}


def _change_many_and_running_order(client: Client, session: Any) -> None:
    seen = json.dumps({session.pk: session.history.first().pk})
    client.post(
        reverse("admin:programme_change_many"),
        {"session": session.pk, "step": "apply", "status": "cancelled", "seen": seen},
    )
    client.post(
        reverse("admin:programme_running_order", args=[session.pk]),
        {
            "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-minutes": 5,
            "items-0-item_en": "Anthem", "contacts": "", "seen": 0,
        },
    )  # fmt: skip
