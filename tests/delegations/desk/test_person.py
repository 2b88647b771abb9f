"""The office opens a person from the attendee list, and corrects them there."""

import re
import threading
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.choices import ConsentPurpose
from delegations.models import Amendment, Attendee, Consent, StatusChange, Travel
from delegations.people.person_steps import change_attendee_status, name_head
from events.models import Event
from mail.models import OutgoingMail
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_session,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(event: Event) -> Attendee:
    return make_attendee(
        make_delegation(event),
        given="Ana",
        family="Souza",
        office_title_en="Director",
        email="ana@example.org",
        status="submitted",
    )


def login(event: Event, role: Role = Role.DELEGATIONS_OFFICER) -> Client:
    client = Client()
    client.force_login(make_member(event, role))
    return client


def path_of(person: Attendee, name: str = "person") -> str:
    return reverse(f"staff:{name}", args=[person.delegation.event.slug, person.guid])


def typed(page: Any, **changes: str) -> dict[str, str]:
    """What a browser sends from the form on `page`, with some fields changed."""
    form = page.context["form"]
    values = {field.name: field.value() for field in form}
    sent = {name: "on" if value is True else value for name, value in values.items() if value}
    return {**sent, **changes}


def words(page: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def correct(client: Client, person: Attendee, **changes: str) -> Any:
    path = path_of(person)
    return client.post(path, typed(client.get(path), **changes))


def test_a_page_shows_a_person_as_the_columns_of_the_list_do_each_part_by_right(
    event: Event, person: Attendee
) -> None:
    Travel.objects.create(attendee=person, arrival_number="CZ 3000")
    Consent.objects.create(
        attendee=person, purpose=ConsentPurpose.REGISTRATION, given=True, given_by="Ana"
    )
    make_appearance(make_session(event, title=text("Opening")), attendee=person)
    private = ("ana@example.org", "CZ 3000", str(ConsentPurpose.REGISTRATION.label))
    for role, may_see in ((Role.DELEGATIONS_OFFICER, True), (Role.DESK, False)):
        for name in ("person", "person-peek"):
            shown = words(login(event, role).get(path_of(person, name)))

            assert "Ana SOUZA" in shown
            assert "Director" in shown
        shown = login(event, role).get(path_of(person)).content.decode()
        assert "Opening" in shown
        assert [part in shown for part in private] == [may_see] * 3


def test_a_title_seen_in_the_list_is_corrected_with_the_author_in_the_history(
    event: Event, person: Attendee
) -> None:
    officer = login(event)

    answer = correct(officer, person, office_title_en="Mayor")

    person.refresh_from_db()
    record = person.history.first()
    assert answer.status_code == 302
    assert (person.office_title_en, person.given, person.status) == ("Mayor", "Ana", "submitted")
    assert record.office_title_en == "Mayor"
    assert record.history_user_id == person.updated_by_id != None  # noqa: E711


def test_the_panel_saves_and_answers_with_the_person_as_they_are_now(
    event: Event, person: Attendee
) -> None:
    officer, path = login(event), path_of(person, "person-peek")

    answer = officer.post(path, typed(officer.get(path), office_title_en="Mayor"))

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in shown
    assert "Saved" in words(answer)
    assert "Mayor" in shown
    assert Attendee.objects.get().office_title_en == "Mayor"


def test_the_panel_comes_back_with_what_was_typed_if_it_cannot_be_saved(
    event: Event, person: Attendee
) -> None:
    officer, path = login(event), path_of(person, "person-peek")

    answer = officer.post(
        path, typed(officer.get(path), given="", family="", office_title_en="Mayor")
    )

    assert answer.status_code == 400
    assert "Enter the name in at least one form." in words(answer)
    assert 'value="Mayor"' in answer.content.decode()
    assert Attendee.objects.get().office_title_en == "Director"


@pytest.mark.parametrize("role", [Role.DESK, Role.VIEWER])
def test_readers_get_no_form_and_cannot_send_it(event: Event, person: Attendee, role: Role) -> None:
    sent = typed(login(event).get(path_of(person)), given="Eva")
    reader = login(event, role)

    page, answers = (
        reader.get(path_of(person)),
        [reader.post(path_of(person, name), sent) for name in ("person", "person-peek")],
    )

    assert page.context["form"] is None
    assert [answer.status_code for answer in answers] == [403, 403]
    assert Attendee.objects.get().given == "Ana"


def test_a_person_of_another_edition_is_not_there(event: Event, person: Attendee) -> None:
    other = make_event()
    officer = login(other)

    path = reverse("staff:person", args=[other.slug, person.guid])

    assert officer.get(path).status_code == 404
    assert officer.post(path, {"given": "Eva"}).status_code == 404


def test_two_officers_in_different_fields_both_are_kept(event: Event, person: Attendee) -> None:
    officer, path = login(event), path_of(person)
    opened = officer.get(path)
    correct(login(event), person, given="Anna")

    officer.post(path, typed(opened, office_title_en="Mayor"))

    person.refresh_from_db()
    assert (person.given, person.office_title_en) == ("Anna", "Mayor")


def test_two_officers_in_one_field_the_second_sees_what_the_first_wrote(
    event: Event, person: Attendee
) -> None:
    officer, path = login(event), path_of(person)
    opened = officer.get(path)
    correct(login(event), person, office_title_en="Mayor")

    answer = officer.post(path, typed(opened, office_title_en="Governor", phone="+55 1"))

    assert answer.status_code == 400
    assert "Somebody else has changed this to “Mayor”." in words(answer)
    assert 'value="Governor"' in answer.content.decode()
    person.refresh_from_db()
    assert (person.office_title_en, person.phone) == ("Mayor", "")
    officer.post(path, typed(answer))
    person.refresh_from_db()
    assert (person.office_title_en, person.phone) == ("Governor", "+55 1")


def test_a_new_status_is_a_decision_that_the_focal_point_hears_of(
    event: Event, person: Attendee
) -> None:
    make_focal_point(person.delegation)
    mails = OutgoingMail.objects.count()

    answer = correct(login(event), person, status="returned", note="The title is missing.")

    change = StatusChange.objects.get()
    assert answer.status_code == 302
    assert (change.to_status, change.delegation_note) == ("returned", "The title is missing.")
    assert change.by is not None
    assert OutgoingMail.objects.count() == mails + 1


def test_who_approved_a_person_and_when_is_on_the_page(event: Event, person: Attendee) -> None:
    officer = make_member(event, Role.DELEGATIONS_OFFICER, name="Li Hua")
    change_attendee_status(attendee=person, to="approved", by=officer)  # type: ignore[arg-type]

    shown = words(login(event, Role.VIEWER).get(path_of(person)))

    assert "Submitted → Approved · Li Hua" in shown


@pytest.mark.parametrize("status", ["returned", "refused"])
def test_returning_and_refusing_need_a_reason_and_nothing_else_is_saved_without(
    event: Event, person: Attendee, status: str
) -> None:
    answer = correct(login(event), person, status=status, given="Anna")

    person.refresh_from_db()
    assert answer.status_code == 400
    assert "State what the delegation must change, or why you refuse." in words(answer)
    assert (person.status, person.given) == ("submitted", "Ana")


def test_a_note_without_a_new_status_is_not_lost_unseen(event: Event, person: Attendee) -> None:
    answer = correct(login(event), person, note="Please call us.")

    assert "Choose the new status that the note refers to." in words(answer)


def test_somebody_else_has_decided_and_their_decision_stays(event: Event, person: Attendee) -> None:
    officer, path = login(event), path_of(person)
    opened = officer.get(path)
    correct(login(event), person, status="approved")

    answer = officer.post(path, typed(opened, status="refused", note="No seat."))

    person.refresh_from_db()
    assert answer.status_code == 400
    assert "Somebody else has changed this to “Approved”." in words(answer)
    assert person.status == "approved"


def test_a_person_who_refuses_to_be_registered_is_not_approved(
    event: Event, person: Attendee
) -> None:
    Consent.objects.create(
        attendee=person, purpose=ConsentPurpose.REGISTRATION, given=False, given_by="Ana"
    )

    answer = correct(login(event), person, status="approved")

    assert "has refused consent to registration" in words(answer)
    assert Attendee.objects.get().status == "submitted"


def test_a_second_head_is_refused_and_the_way_to_change_the_head_is_named(
    event: Event, person: Attendee
) -> None:
    head = name_head(attendee=make_attendee(person.delegation, family="First"), by=None)

    answer = correct(login(event), person, function="head")
    demoted = correct(login(event), head, function="delegate")

    assert f"{head} is already head of delegation." in words(answer)
    assert "Name another head of delegation first." in words(demoted)
    head.refresh_from_db()
    assert head.is_head


def test_the_rank_of_a_head_moves_the_delegation_at_once(event: Event, person: Attendee) -> None:
    low = name_head(attendee=make_attendee(make_delegation(event), rank_class="D"), by=None)
    high = name_head(attendee=make_attendee(make_delegation(event), rank_class="B"), by=None)

    correct(login(event), low, rank_class="A")

    low.delegation.refresh_from_db()
    high.delegation.refresh_from_db()
    assert low.delegation.precedence_position < high.delegation.precedence_position


def test_an_approved_person_corrected_to_head_leads_a_delegation_without_one(
    event: Event, person: Attendee
) -> None:
    correct(login(event), person, status="approved")

    correct(login(event), person, function="head")

    person.refresh_from_db()
    assert person.is_head


def test_the_page_says_what_the_office_should_look_at(event: Event, person: Attendee) -> None:
    twin = make_attendee(person.delegation, given="Ana", family="Souza", email="ana@example.org")
    Amendment.objects.create(attendee=person, changes={"given": "Eva"}, before={"given": "Ana"})
    nameless = make_attendee(person.delegation, given="", family="", display_name="Ana Lima")

    page = login(event).get(path_of(person))
    read = words(login(event, Role.VIEWER).get(path_of(person)))

    assert "The same person as Ana Souza?" in words(page)
    assert f"?other={twin.guid}" in page.content.decode()
    assert "The delegation asks for a change" in words(page)
    assert "The same person as" not in read
    assert "The delegation asks for a change" not in read
    assert "Family name unknown." in words(login(event).get(path_of(nameless)))


def test_a_page_takes_as_many_queries_for_three_people_as_for_one(
    event: Event, person: Attendee
) -> None:
    officer, path = login(event), path_of(person)
    # Pairs that may be the same person are looked for once after each change.
    officer.get(path)
    with_one = count_queries(lambda: officer.get(path))
    for _number in range(2):
        make_appearance(make_session(event), attendee=make_attendee(person.delegation))
    officer.get(path)

    assert count_queries(lambda: officer.get(path)) == with_one


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_is_taken(event: Event, person: Attendee) -> None:
    officers = [login(event), login(event)]
    pages = [officer.get(path_of(person)) for officer in officers]
    wishes = ({"status": "approved"}, {"status": "refused", "note": "No seat."})
    answers: list[int] = []

    def send(number: int) -> None:
        sent = typed(pages[number], **wishes[number])
        answers.append(officers[number].post(path_of(person), sent).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 400]
    assert StatusChange.objects.count() == 1


def test_tags_are_typed_on_the_page_and_belong_to_the_office(
    event: Event, person: Attendee
) -> None:
    officer = login(event)
    correct(officer, person, tags="awaiting visa, called, Called")

    page = officer.get(path_of(person))
    correct(officer, person, tags="called")

    assert page.context["form"]["tags"].value() == "awaiting visa, called"
    assert list(person.tags.values_list("name", flat=True)) == ["called"]
