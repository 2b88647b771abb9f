"""Reading changes nothing: each address is asked by GET as everybody, and writes nothing."""

import pytest
from django.db import connection

from tests import audiences
from tests.addresses import WHO, Visitors, Writes, every_address
from tests.sharing import shared_out
from tests.world import World

# What people are told apart by, and how often a link was guessed: no content, and nobody's data.
_HOUSEKEEPING = {"django_session", "shared_cache"}
# A link from a mail is exchanged for a session; wrong ones are counted. A letter costs a process,
# so that each counts too. The secret of an authenticator app waits in the session.
_MAY_KEEP_HOUSE = {
    "focal-link",
    "join-link",
    "set-up-link",
    "preview-link",
    "focal:letter",
    "totp-picture",
}
# Programs have no form: each list they read is in the record, and the use of their token counted.
# They send the token in a header, which no other site can make a browser send.
_RECORDED = {"api:attendees", "api:delegations"}
# allauth enters the address of an account among its addresses when its page is first opened.
_ENTERED_ONCE = {("account_email", "account_emailaddress")}
# A word that some view might read as a wish: no link may carry one that is obeyed.
_WISHES = {
    "language": "fr",
    "lang": "fr",
    "reason": "Theirs",
    "save": "1",
    "_save": "1",
    "delete": "1",
    "erase": "1",
    "sure": "on",
    "apply": "1",
    "step": "apply",
    "action": "1",
    "format": "csv",
}


@pytest.mark.usefixtures("_quiet")
def test_no_address_writes_when_it_is_read(world: World) -> None:
    visitors = Visitors(world)
    addresses, written = every_address(world), set()
    # A public page knows no reader (tests/test_access_matrix.py).
    asked = [
        (who, address)
        for who in WHO
        for address in addresses
        if who in ("anonymous", "superuser") or address.name not in audiences.PUBLIC
    ]

    # What a program reads it asks for without wishes: one that it does not know is refused.
    for who, address in shared_out(asked, one_in=13):
        wishes = {} if address.name in _RECORDED else _WISHES
        client = visitors.client(who)
        with Writes() as tables:
            client.get(address.path, wishes).getvalue()
        written |= {(address.name, table) for table in tables}

    unexplained = {
        (name, table)
        for name, table in written - _ENTERED_ONCE
        if name not in _RECORDED and not (name in _MAY_KEEP_HOUSE and table in _HOUSEKEEPING)
    }
    assert unexplained == set()


def test_what_is_written_is_seen(world: World) -> None:
    """The test above can fail: a page that writes under a name of its own is found."""
    client = world.client("administrator")
    with Writes() as tables:
        path = f"/staff/{world.event.slug}/attendees/export.csv"
        client.post(path).getvalue()
        connection.cursor().execute("UPDATE events_event SET slug = slug")

    assert tables == ["delegations_exportlog", "delegations_listversion", "events_event"]
