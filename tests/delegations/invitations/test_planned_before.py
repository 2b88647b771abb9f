"""Organisations to invite are compared before anybody has to wait, and entered as compared."""

from typing import Any

import pytest

from accounts.roles import Role
from core.tables import Grid, Row
from delegations.invitations import invitation_table
from delegations.invitations.invitation_table import add_table
from delegations.models import Organisation
from tests.factories import make_event, make_member, make_organisation, text


@pytest.mark.django_db
def test_a_city_that_somebody_enters_while_the_table_is_compared_is_not_entered_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = make_event()
    by = make_member(event, Role.DELEGATIONS_OFFICER)
    grid = Grid(rows=(Row(1, ("name", "country")), Row(2, ("Bogotá", "CO"))))
    original = invitation_table.plan_table

    def plan_while_somebody_enters(*arguments: Any) -> Any:
        plan = original(*arguments)
        make_organisation(name=text("Bogotá"), country="CO")
        return plan

    with monkeypatch.context() as patch:
        patch.setattr(invitation_table, "plan_table", plan_while_somebody_enters)
        assert add_table(event=event, grid=grid, by=by) == 0
    assert Organisation.objects.count() == 1
    assert event.delegations.count() == 0

    assert add_table(event=event, grid=grid, by=by) == 1
