"""Every address × everybody who may come. Starts from the URLconf: a new address fails at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.roles import Right, Role
from tests import audiences
from tests.world import ABOUT, OF_NO_EVENT, READ, STAFF_ROWS, WHO, World, public_path


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


@pytest.mark.parametrize("name", sorted(audiences.PUBLIC))
def test_public_pages_are_the_same_for_everybody(name: str, world: World) -> None:
    path = public_path(name, world)
    answers = {who: world.client(who).get(path) for who in WHO}

    assert {answer.status_code for answer in answers.values()} <= {200, 302}
    assert len({answer.getvalue() for answer in answers.values()}) == 1
    assert all(not answer.cookies for answer in answers.values())


@pytest.mark.parametrize("name", sorted(audiences.PUBLIC - OF_NO_EVENT))
def test_public_pages_of_a_draft_event_do_not_exist(name: str, world: World) -> None:
    path = public_path(name, world)
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
    for name, (row, field) in STAFF_ROWS.items():
        for rows, is_own in ((world.rows, True), (world.foreign, False)):
            path = reverse(name, args=[world.event.slug, getattr(rows[row], field)])
            before = type(rows[row]).objects.filter(pk=rows[row].pk).values().get()
            got = client.get(path) if name in READ else client.post(path)
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


# What is no step that was taken: pages, forms that ask first, and a form that nobody filled in.
_DONE = {
    **dict.fromkeys([*READ, "staff:sensitive", "staff:person-data"], 200),
    "staff:import-values": 302,  # this table asks for no value
    "staff:import-errors": 404,  # somebody else sent this table
    "staff:head": 400,
    "staff:letter-correct": 400,
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


@pytest.mark.parametrize("page", ["change", "peek"])
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("model", sorted(audiences.ADMIN_MODELS))
def test_admin_rows_show_by_right_and_never_those_of_another_event(
    model: str, who: str, page: str, world: World
) -> None:
    client, (view, _edit) = world.client(who), audiences.ADMIN_MODELS[model]
    own = client.get(reverse(f"admin:{model}_{page}", args=[world.rows[model].pk]))
    foreign = client.get(reverse(f"admin:{model}_{page}", args=[world.foreign[model].pk]))
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


# Pages about more than one row, or about none: each has a test of its own below, but for the
# password of an account, which is Django's and open to superusers alone.
_WITH_OWN_TEST = frozenset(
    {
        "admin:team_member",
        "admin:team_invitation",
        "admin:team_second_factor",
        "admin:translate",
        "admin:programme_people",
        "admin:programme_import_template",
        "admin:programme_export",
        "admin:programme_import_upload",
        "admin:programme_import",
        "admin:programme_import_columns",
        "admin:programme_import_values",
        "admin:programme_import_errors",
        "admin:programme_import_apply",
        "admin:programme_import_undo",
        "admin:programme_planner_shift",
        "admin:programme_planner_check",
        "admin:programme_planner_move",
        "admin:programme_session_duplicate",
        "admin:programme_change_many",
        "admin:programme_undo_many",
        "admin:auth_user_password_change",
    }
)


def test_every_page_of_an_event_is_tried_by_everybody() -> None:
    assert set(audiences.ADMIN_EVENT) == set(ABOUT) | _WITH_OWN_TEST


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", sorted(ABOUT))
def test_pages_about_a_row_open_by_right(name: str, who: str, world: World) -> None:
    client = world.client(who)
    own = client.get(reverse(name, args=[world.rows[ABOUT[name]].pk]))
    foreign = client.get(reverse(name, args=[world.foreign[ABOUT[name]].pk]))
    allowed = audiences.ADMIN_EVENT[name] in world.rights(who)

    # Read to its end, a file closes itself.
    own.getvalue()
    foreign.getvalue()
    assert (own.status_code == 200) is allowed
    if who in Role.values:
        assert foreign.status_code == 404
