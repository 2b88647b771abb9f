"""Many are invited at once: chosen from what is known or from a table, each sent exactly once."""

import threading
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import User
from accounts.roles import Role
from delegations.access.focal_points import revoke_focal_point, send_link
from delegations.invitations.candidates import load_candidates
from delegations.invitations.letters import Languages, send_invitation, send_invitations
from delegations.models import Delegation, FocalPoint, Letter, Organisation, StatusChange
from delegations.protocol.delegation_codes import propose_code
from events.models import Event
from mail import outbox
from mail.models import OutgoingMail
from tests.factories import (
    make_delegation,
    make_event,
    make_focal_point,
    make_letter_template,
    make_member,
    make_organisation,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

OWN = Languages("en", "own")
SURE = {"first": "en", "second": "own", "sure": "on"}


@pytest.fixture
def officer(event: Event) -> User:
    return make_member(event, Role.DELEGATIONS_OFFICER)


@pytest.fixture
def client(officer: User) -> Client:
    found = Client()
    found.force_login(officer)
    return found


def page_of(event: Event, name: str = "invitations", query: str = "") -> str:
    return reverse(f"staff:{name}", args=[event.slug]) + query


def to_invite(event: Event, language: str = "fr", **values: Any) -> Delegation:
    delegation = make_delegation(event, status="to-invite", is_public=False, **values)
    make_focal_point(delegation, language=language)
    OutgoingMail.objects.all().delete()
    return delegation


# --- Codes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "name", "taken", "code"),
    [
        ("CO", "Bogotá", set(), "CO-BOG"),
        ("CO", "Bogotá", {"CO-BOG"}, "CO-BOGO"),
        ("VN", "Đà Nẵng", set(), "VN-DAN"),
        ("", "Metropolis", set(), "INT-MET"),
        ("CN", "广州", set(), "CN-01"),
        ("CN", "广州", {"CN-01"}, "CN-02"),
        ("FR", "Pau", {"FR-PAU"}, "FR-PAU01"),
    ],
)
def test_a_code_is_country_and_first_letters_and_nobody_elses(
    country: str, name: str, taken: set[str], code: str
) -> None:
    assert propose_code(country, name, taken) == code


# --- Chosen from what is known --------------------------------------------------------------------


def test_who_came_last_time_is_found_and_who_is_invited_already_is_shown_as_such(
    event: Event, officer: User
) -> None:
    before = make_event(
        start_date=event.start_date - timedelta(days=700),
        end_date=event.start_date - timedelta(days=698),
    )
    before.team_members.create(user=officer, role=Role.VIEWER)
    came = make_organisation(name=text("Bogotá"), country="CO")
    make_delegation(before, organisation=came)
    declined = make_delegation(before, status="declined").organisation
    here = make_delegation(event, organisation=make_organisation(name=text("Lyon"))).organisation
    make_delegation(before, organisation=here)
    elsewhere = make_delegation(make_event()).organisation

    last = load_candidates(event, officer, came_last=True)
    everybody = {one.organisation.pk for one in load_candidates(event, officer)}

    assert [(one.organisation, one.delegation is None, one.code) for one in last] == [
        (came, True, "CO-BOG"),
        (here, False, ""),
    ]
    assert everybody == {came.pk, declined.pk, here.pk}
    assert elsewhere.pk not in everybody


@pytest.mark.parametrize("words", ["bogota", "波哥大", "BOG col"])
def test_an_organisation_is_found_by_any_of_its_names(
    event: Event, officer: User, words: str
) -> None:
    wanted = make_organisation(name=text("Bogotá", zh_hans="波哥大", fr="Bogota, Colombie"))
    make_organisation(name=text("Lyon"))

    assert [one.organisation for one in load_candidates(event, officer, text=words)] == [wanted]


def test_those_that_are_ticked_are_to_be_invited_and_nothing_is_sent(
    event: Event, client: Client
) -> None:
    first, second, third = (make_organisation() for _number in range(3))
    sent = {
        f"pick-{first.pk}": "on",
        f"code-{first.pk}": "FR-ONE",
        f"pick-{third.pk}": "on",
        f"code-{third.pk}": "FR-THREE",
        f"code-{second.pk}": "FR-TWO",
    }

    answer = client.post(page_of(event, "invitations-choose"), sent)

    assert answer.headers["Location"] == page_of(event)
    made = Delegation.objects.filter(event=event).order_by("code")
    assert [(one.code, one.status, one.history.count()) for one in made] == [
        ("FR-ONE", "to-invite", 1),
        ("FR-THREE", "to-invite", 1),
    ]
    assert {one.alphabetical_position for one in made} == {1, 2}
    assert not OutgoingMail.objects.exists()


def test_a_code_of_somebody_else_is_said_beside_it_and_nobody_is_entered(
    event: Event, client: Client
) -> None:
    make_delegation(event, code="FR-ONE")
    first, second = make_organisation(), make_organisation()
    sent = {f"pick-{one.pk}": "on" for one in (first, second)}
    sent |= {f"code-{first.pk}": "fr-one", f"code-{second.pk}": "FR TWO"}

    wrong = client.post(page_of(event, "invitations-choose"), sent)
    sent[f"code-{second.pk}"] = "FR-TWO"
    taken = client.post(page_of(event, "invitations-choose"), sent)

    assert (wrong.status_code, taken.status_code) == (400, 400)
    assert list(wrong.context["form"].errors) == [f"code-{second.pk}"]
    assert list(taken.context["form"].errors) == [f"code-{first.pk}"]
    assert b'value="fr-one"' in taken.content
    assert Delegation.objects.filter(event=event).count() == 1


def test_an_organisation_that_one_may_not_see_cannot_be_ticked(
    event: Event, client: Client
) -> None:
    foreign = make_delegation(make_event()).organisation

    answer = client.post(
        page_of(event, "invitations-choose"),
        {f"pick-{foreign.pk}": "on", f"code-{foreign.pk}": "FR-X"},
    )

    assert answer.status_code == 400
    assert not Delegation.objects.filter(event=event).exists()


def test_choosing_takes_the_same_queries_for_one_and_for_three(
    event: Event, client: Client
) -> None:
    def queries() -> int:
        return count_queries(lambda: client.get(page_of(event, "invitations-choose")))

    make_organisation()
    make_delegation(event)
    one = queries()
    for _number in range(2):
        make_organisation()
        make_delegation(event)

    assert queries() == one


# --- Sent -----------------------------------------------------------------------------------------


def test_an_invitation_is_a_step_a_number_and_a_mail_with_link_and_letter(
    event: Event, client: Client, officer: User
) -> None:
    make_letter_template(event, number_prefix="GMF-2023")
    delegation = to_invite(event)

    answer = client.post(
        page_of(event), {**SURE, "delegation": delegation.code, "note": "By the embassy too"}
    )

    delegation.refresh_from_db()
    step, letter, mail = (
        StatusChange.objects.get(),
        Letter.objects.get(),
        OutgoingMail.objects.get(),
    )
    assert (answer.status_code, delegation.status) == (200, "invited")
    assert (step.by, step.office_note) == (officer, "GMF-2023-0001 · By the embassy too")
    assert (letter.by, letter.languages, letter.number) == (officer, ["en", "fr"], "GMF-2023-0001")
    assert letter.recipients == [
        {"name": one.name, "email": one.email} for one in delegation.focal_points.all()
    ]
    assert (mail.attachment, mail.is_secret) == (f"letter/{letter.guid.hex}", True)
    assert "invite" in mail.subject
    assert "/join/" in mail.body
    assert "GMF-2023-0001" in mail.body


def test_the_mail_goes_out_with_the_pdf(
    event: Event, officer: User, settings: Any, tmp_path: Any
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "mail.backends.FileBackend", str(tmp_path)
    make_letter_template(event, number_prefix="F")
    send_invitation(event=event, pk=to_invite(event).pk, choice=OWN, by=officer)

    outbox.send_due()

    (file,) = tmp_path.iterdir()
    written = file.read_bytes()
    assert b'filename="letter-F-0001.pdf"' in written
    assert b"JVBER" in written  # %PDF in base64
    assert (OutgoingMail.objects.get().state, OutgoingMail.objects.get().body) == ("sent", "")


def test_each_has_its_own_verdict_and_what_is_wrong_stops_nobody_else(
    event: Event, client: Client
) -> None:
    make_letter_template(event)
    good = to_invite(event)
    alone = make_delegation(event, status="to-invite")
    known = make_delegation(event, status="invited")

    answer = client.post(page_of(event), {**SURE, "all": "yes"})

    verdicts = {
        one.delegation: (bool(one.letter), str(one.why)) for one in answer.context["verdicts"]
    }
    assert verdicts == {
        good: (True, ""),
        alone: (False, "There is no focal point yet. Name one."),
    }
    known.refresh_from_db()
    assert Letter.objects.get().delegation == good
    assert not known.letters.exists()


@pytest.mark.parametrize("left_out", ["sure", "delegation", "first"])
def test_nothing_goes_out_unless_all_of_it_was_said(
    event: Event, client: Client, left_out: str
) -> None:
    make_letter_template(event)
    delegation = to_invite(event)
    sent = {**SURE, "delegation": delegation.code, "note": "Typed"}
    del sent[left_out]

    answer = client.post(page_of(event), sent)

    assert answer.status_code == 400
    assert b'value="Typed"' in answer.content
    assert not Letter.objects.exists()


def test_a_delegation_of_another_event_is_not_sent_to(event: Event, client: Client) -> None:
    make_letter_template(event)
    foreign = to_invite(make_event(start_date=event.start_date, end_date=event.end_date))

    answer = client.post(page_of(event), {**SURE, "delegation": foreign.code})

    assert answer.status_code == 400
    assert not Letter.objects.exists()


def test_who_is_invited_already_is_told_so(event: Event, officer: User) -> None:
    make_letter_template(event)
    delegation = to_invite(event)
    send_invitation(event=event, pk=delegation.pk, choice=OWN, by=officer)

    (verdict,) = send_invitations(event=event, delegations=[delegation.pk], choice=OWN, by=officer)

    assert verdict.letter is None
    assert str(verdict.why) == "It can no longer be invited: its status is “Invited”."
    assert Letter.objects.count() == OutgoingMail.objects.count() == 1


def test_a_forum_that_is_over_invites_nobody(event: Event, officer: User) -> None:
    make_letter_template(event)
    delegation = to_invite(event)
    Event.objects.filter(pk=event.pk).update(start_date="2020-01-01", end_date="2020-01-02")

    (verdict,) = send_invitations(event=event, delegations=[delegation.pk], choice=OWN, by=officer)

    delegation.refresh_from_db()
    assert verdict.letter is None
    assert (delegation.status, Letter.objects.count()) == ("to-invite", 0)


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_send_at_once_each_organisation_is_invited_once(event: Event) -> None:
    make_letter_template(event)
    delegations = [to_invite(event).pk for _number in range(6)]
    officers = [make_member(event, Role.DELEGATIONS_OFFICER) for _number in range(3)]
    barrier, verdicts = threading.Barrier(3), []

    def send(by: User) -> None:
        barrier.wait()
        try:
            verdicts.extend(
                send_invitations(event=event, delegations=delegations, choice=OWN, by=by)
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[one]) for one in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sent = [one.letter for one in verdicts if one.letter is not None]
    assert sorted(one.serial for one in sent) == [1, 2, 3, 4, 5, 6]
    assert len({one.number for one in sent}) == 6
    assert {one.delegation_id for one in sent} == set(delegations)
    assert OutgoingMail.objects.count() == StatusChange.objects.count() == 6


# --- From a table ---------------------------------------------------------------------------------

TABLE = (
    "Organisation;国家;Kind;Code;Quota;Focal point;E-mail address;Language\n"
    "Bogotá;Colombie;;CO-BOG;8;Ana Souza;Ana@bogota.example;español\n"
    "\n"
    "世界大都市协会;;International organization;;;;;\n"
)


def test_a_table_is_shown_first_and_then_entered_whole(event: Event, client: Client) -> None:
    address = page_of(event, "invitations-table")

    shown = client.post(address, {"table": TABLE})
    before = Organisation.objects.count()
    done = client.post(address, {"add": "yes", **shown.context["form"].initial})

    assert (shown.status_code, before) == (200, 0)
    assert [one.number for one in shown.context["plan"].to_write] == [2, 4]
    assert done.headers["Location"] == page_of(event)
    bogota, world = Delegation.objects.filter(event=event).order_by("code")
    person = FocalPoint.objects.get()
    assert (bogota.code, bogota.quota, bogota.organisation.country) == ("CO-BOG", 8, "CO")
    assert (world.code, world.organisation.kind) == ("INT-01", "international")
    assert world.organisation.name == {"zh-hans": "世界大都市协会"}
    assert (person.delegation, person.email, person.language) == (
        bogota,
        "ana@bogota.example",
        "es",
    )
    assert person.token_hash is None
    assert not OutgoingMail.objects.exists()


def test_what_was_changed_after_it_was_shown_is_shown_again(event: Event, client: Client) -> None:
    address = page_of(event, "invitations-table")
    shown = client.post(address, {"table": TABLE}).context["form"].initial

    answer = client.post(address, {**shown, "table": TABLE.replace("CO-BOG", "X"), "add": "yes"})

    assert (answer.status_code, Delegation.objects.count()) == (200, 0)
    assert answer.context["plan"].to_write[0].row.code == "X"


def test_known_organisations_are_used_and_those_with_a_delegation_are_left_out(
    event: Event, client: Client
) -> None:
    known = make_organisation(name=text("Bogotá", zh_hans="波哥大"), country="CO")
    here = make_delegation(event, organisation=make_organisation(name=text("Lyon")))

    plan = client.post(
        page_of(event, "invitations-table"), {"table": "Name,Country\n波哥大,CO\nLYON,France\n"}
    ).context["plan"]

    assert [one.row.organisation for one in plan.to_write] == [known]
    assert [(one.number, one.row) for one in plan.rows if not one.is_new] == [(3, here)]
    assert plan.errors == []


def test_every_wrong_cell_is_named_and_nobody_is_entered(event: Event, client: Client) -> None:
    make_delegation(event, code="TAKEN")
    table = (
        "Name,Country,Kind,Code,Quota,Focal point,Email,Language\n"
        "Good,FR,,,,,,\n"
        ",FR,,,,,,\n"
        "Bad,Atlantis,Club,taken,many,Ana,nobody,Klingon\n"
        "Worse,,,a b,,,x@y.example,\n"
        "Worst,FR,,taken,5000,Ana,no,tlh\n"
        "good,FR,,,,,,\n"
    )

    answer = client.post(page_of(event, "invitations-table"), {"table": table, "add": "yes"})

    plan = answer.context["plan"]
    assert answer.status_code == 400
    assert {note.place for note in plan.errors} == {
        "A3",
        "B4",
        "C4",
        "D4",
        "E4",
        "G4",
        "H4",
        "B5",
        "D5",
        "F5",
        "D6",
        "E6",
        "G6",
        "H6",
        "A7",
    }
    assert "Worst,FR" in answer.content.decode()
    assert Delegation.objects.filter(event=event).count() == 1


def test_a_workbook_is_read_and_stands_there_as_text(event: Event, client: Client) -> None:
    workbook, out = Workbook(), BytesIO()
    sheet: Any = workbook.active
    for row in (["Organisation", "Country"], [], ["=Lyon", "FR"], ["Bogotá\nD.C.", "CO"]):
        sheet.append(row)
    sheet["A3"].data_type = "s"
    workbook.save(out)
    file = SimpleUploadedFile("cities.xlsx", out.getvalue())

    answer = client.post(page_of(event, "invitations-table"), {"file": file})

    form = answer.context["form"]
    again = client.post(page_of(event, "invitations-table"), form.initial)
    for page in (answer, again):
        found = [(one.number, str(one.row.organisation)) for one in page.context["plan"].to_write]
        assert found == [(3, "=Lyon"), (4, "Bogotá D.C.")]
    assert again.context["form"].initial == form.initial


def test_an_organization_that_is_the_example_of_the_page_is_entered(
    event: Event, client: Client
) -> None:
    table = "Name,Country,Code\nBogotá,CO,CO-BOG\n"

    plan = client.post(page_of(event, "invitations-table"), {"table": table}).context["plan"]

    assert [one.row.code for one in plan.to_write] == ["CO-BOG"]


def test_a_cell_without_a_result_is_wrong_only_in_a_column_that_is_read(
    event: Event, client: Client
) -> None:
    workbook, out = Workbook(), BytesIO()
    sheet: Any = workbook.active
    sheet.title = "Cities"
    for row in (["Name", "Country", "Budget"], ["Lyon", "=A1", 1], ["Quito", "EC", "=A1"]):
        sheet.append(row)
    workbook.save(out)
    file = SimpleUploadedFile("cities.xlsx", out.getvalue())

    answer = client.post(page_of(event, "invitations-table"), {"file": file})

    assert answer.status_code == 400
    places = [note.place for note in answer.context["plan"].errors]
    assert set(places) == {"Cities!B2"}
    assert "<code>Cities!B2</code>" in answer.content.decode()


def test_letters_in_doubt_are_asked_about_and_a_guess_is_named(
    event: Event, client: Client
) -> None:
    path = page_of(event, "invitations-table")
    short = SimpleUploadedFile("a.csv", "Organisation,Country\nA Coruña,ES\n".encode("cp1252"))
    asked = client.post(path, {"file": short})
    cities = ["Казань", "Екатеринбург", "Ярославль", "Хабаровск", "Владивосток"]
    rows = "".join(f"{city},RU\n" for city in cities)
    russian = SimpleUploadedFile("b.csv", f"Organisation,Country\n{rows}".encode("cp1251"))
    carried = asked.context["form"].data["carried"]

    chosen = client.post(path, {"carried": carried, "reading": "cp1252"})
    guessed = client.post(path, {"file": russian})

    assert "Windows-1252: <bdi>A Coruña</bdi>" in asked.content.decode()
    pages = (chosen, guessed)
    assert [str(page.context["plan"].to_write[0].row.organisation) for page in pages] == [
        "A Coruña",
        "Казань",
    ]
    assert ["seems to be" in page.content.decode() for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "Choose a file, or paste a table."),
        ("\n \n", "Choose a file, or paste a table."),
        ("Country\nFR\n", "The first row must name the columns. Missing: Organization."),
        (
            "Name\n" + "x\n" * 501,
            "The table has more than 500 organizations. Split it into several.",
        ),
    ],
)
def test_what_is_no_table_of_organisations_is_said(
    event: Event, client: Client, table: str, says: str
) -> None:
    answer = client.post(page_of(event, "invitations-table"), {"table": table})

    assert answer.status_code == 400
    assert says in answer.content.decode()


# --- What the office sees of it -------------------------------------------------------------------


def test_the_page_of_a_delegation_shows_what_was_sent_without_the_link(
    event: Event, client: Client, officer: User
) -> None:
    make_letter_template(event, number_prefix="F")
    delegation = to_invite(event)
    send_invitation(event=event, pk=delegation.pk, choice=OWN, by=officer)
    token = OutgoingMail.objects.get().body.partition("/join/")[2].split("/")[0]
    OutgoingMail.objects.update(state="bounced", error="550 User unknown")
    FocalPoint.objects.update(bounced_at="2029-01-01T00:00Z", bounce_reason="550 User unknown")

    page = client.get(reverse("staff:delegation", args=[event.slug, delegation.code]))

    shown = page.content.decode()
    assert len(token) > 30
    assert token not in shown
    for word in ("F-0001", "Bounced", "550 User unknown", "E-mail bounces"):
        assert word in shown


def test_who_may_not_see_contacts_sees_no_mail(event: Event) -> None:
    delegation = to_invite(event)
    send_link(focal_point=delegation.focal_points.get())
    OutgoingMail.objects.update(error="550 <focal@x.example> unknown")
    FocalPoint.objects.update(bounced_at="2029-01-01T00:00Z", bounce_reason="550 <focal@x.example>")
    desk = Client()
    desk.force_login(make_member(event, Role.DESK))

    page = desk.get(reverse("staff:delegation", args=[event.slug, delegation.code]))

    assert "E-mail bounces" in page.content.decode()
    assert "example" not in page.content.decode().partition("<main")[2]


def test_returned_mail_needs_attention_until_its_reader_has_no_access(
    event: Event, client: Client, officer: User
) -> None:
    delegation = to_invite(event)
    make_delegation(event)
    FocalPoint.objects.update(bounced_at="2029-01-01T00:00Z")
    dashboard, listed = page_of(event, "dashboard"), page_of(event, "delegations", "?mail=returned")

    shown = client.get(dashboard).content.decode()
    rows = list(client.get(listed).context["page"])
    revoke_focal_point(focal_point=delegation.focal_points.get(), by=officer)

    assert "Delegations whose e-mail bounces" in shown
    assert rows == [delegation]
    assert "Delegations whose e-mail bounces" not in client.get(dashboard).content.decode()


def test_the_page_of_invitations_takes_the_same_queries_for_one_and_for_three(
    event: Event, client: Client
) -> None:
    make_letter_template(event)
    to_invite(event)
    one = count_queries(lambda: client.get(page_of(event)))
    for _number in range(2):
        to_invite(event)

    assert count_queries(lambda: client.get(page_of(event))) == one
