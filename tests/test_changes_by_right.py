"""Each way to change something × everybody: by right, and never a row of another edition."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Right, Role
from events.imports.services import plan_import
from forum_portal.workspace.translations.kinds import kind_of
from forum_portal.workspace.translations.progress import item_of
from forum_portal.workspace.translations.services import seen_of
from tests import audiences
from tests.factories import (
    make_invitation,
)
from tests.world import WHO, World


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
        codes["shift"] = _shift(client, session)
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


def _shift(client: Client, session: Any) -> int:
    seen = json.dumps({session.pk: session.history.first().pk})
    address = reverse("admin:programme_planner_shift", args=[session.event_id])
    data = {"seen": seen, "shift_minutes": "30", "step": "apply"}
    return client.post(address, data).status_code


def _change_many_and_running_order(client: Client, session: Any) -> None:
    seen = json.dumps({session.pk: session.history.first().pk})
    client.post(
        reverse("admin:programme_change_many"),
        {"session": session.pk, "step": "apply", "status": "cancelled", "seen": seen},
    )
    client.post(
        reverse("admin:programme_running_order", args=[session.pk]),
        {
            "items-TOTAL_FORMS": 1,
            "items-INITIAL_FORMS": 0,
            "items-0-minutes": 5,
            "items-0-item_en": "Anthem",
            "contacts": "",
            "seen": 0,
        },
    )
