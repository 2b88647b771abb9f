"""Two records of one person become one without loss, and can be parted again."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.text.collation import collation_key
from delegations.access.personal_links import send_personal_link
from delegations.choices import AccessKind, AttendeeStatus
from delegations.duplicates import merge_rules, merge_steps
from delegations.duplicates.merge import (
    CannotUndo,
    PersonGone,
    PersonMovedOn,
    SensitiveOnBoth,
    keep_apart,
    load_state_token,
    merge_people,
    rehearse_merge,
    undo_merge,
)
from delegations.duplicates.merge_steps import CannotMerge
from delegations.models import (
    Amendment,
    Attendee,
    Consent,
    ExportLog,
    HeadChange,
    Merge,
    NotSame,
    PersonalLink,
    Photograph,
    SensitiveData,
    StatusChange,
    Tag,
    Travel,
    VisaLetter,
)
from delegations.people.person_steps import name_head
from delegations.people.private_data import load_last_answers, log_access
from events.models import Event
from mail.models import OutgoingMail
from programme.models import Appearance, Profile, SignUp
from tests.delegations.focal import form, opened
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_photograph,
    make_profile,
    make_session,
    text,
)

pytestmark = pytest.mark.django_db


class Double:
    """Somebody whom the city and the press both have entered, with something of everything."""

    def __init__(self, event: Event) -> None:
        self.event, self.by = event, make_member(event, Role.DELEGATIONS_OFFICER)
        self.city, self.press = make_delegation(event), make_delegation(event)
        self.kept = make_attendee(self.city, given="Jürgen", family="Müller", email="")
        self.other = make_attendee(
            self.press,
            given="Juergen",
            family="Mueller",
            email="jm@example.org",
            function="press",
            vip=True,
            office_note="From the press.",
        )

    def merge(self, **values: Any) -> Merge:
        defaults: dict[str, Any] = {
            "kept": self.kept,
            "other": self.other,
            "choices": {},
            "by": self.by,
            "seen": load_state_token(self.kept, self.other),
            "sees_sensitive": True,
        }
        return merge_people(**{**defaults, **values})

    def fill(self) -> None:
        """One row of each kind on the record that goes."""
        other = self.other
        make_appearance(make_session(self.event), attendee=other)
        SignUp.objects.create(session=self.tour(), attendee=other, state="seated")
        make_profile(other, portrait="")
        Travel.objects.create(attendee=other, arrival_number="CZ 1")
        SensitiveData.objects.create(attendee=other, diet="vegan")
        self.say(other, given=True)
        Amendment.objects.create(attendee=other, state="accepted")
        StatusChange.objects.create(
            delegation=self.press, attendee=other, from_status="draft", to_status="submitted"
        )
        log_access(attendee=other, by=self.by, kind=AccessKind.VIEW, reason="Visa")
        for end in ("former", "new"):
            HeadChange.objects.create(
                delegation=self.press, place_before=1, place_after=1, **{end: other}
            )
        keep_apart(person=other, other=make_attendee(self.press), by=self.by)
        make_photograph(other)
        Tag.objects.create(attendee=other, name="called")
        self.visa_letter(other)
        make_attendee(make_delegation(make_event(slug="next")), copied_from=other)
        PersonalLink.objects.create(attendee=other, delegation=self.city, email="jm@example.org")

    def visa_letter(self, person: Attendee) -> None:
        log = ExportLog.objects.create(
            event=self.event, by=self.by, list_name="visa-letters", row_count=1
        )
        VisaLetter.objects.create(
            event=self.event, attendee=person, log=log, serial=1, number="1", language="en"
        )

    def tour(self, **values: Any) -> Any:
        start = timezone.now() + timedelta(days=30)
        defaults = {"start": start, "end": start + timedelta(hours=1), "needs_sign_up": True}
        return make_session(self.event, **{**defaults, "capacity": 1, **values})

    def say(self, person: Attendee, *, given: bool, purpose: str = "images") -> None:
        Consent.objects.create(
            attendee=person,
            purpose=purpose,
            given=given,
            text_version="1",
            language="en",
            given_by="Somebody",
        )


@pytest.fixture
def double(event: Event) -> Double:
    return Double(event)


def rows_of(person_pk: int) -> dict[str, int]:
    """How many rows hang on somebody, by relation."""
    found = {}
    for key, field in merge_rules.relations_to_person().items():
        count = field.model._base_manager.filter(**{field.name: person_pk}).count()
        if count:
            found[key] = count
    return found


# --- Nothing is lost ------------------------------------------------------------------------------


def test_every_relation_to_a_person_has_a_rule_and_every_rule_a_relation() -> None:
    assert set(merge_rules.RULES) == set(merge_rules.relations_to_person())
    assert merge_rules.relations_without_rule() == set()


def test_a_relation_that_nobody_thought_of_stops_every_merge(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = {key: rule for key, rule in merge_rules.RULES.items() if "Consent" not in key}
    monkeypatch.setattr(merge_rules, "RULES", rules)

    with pytest.raises(CannotMerge, match="Consent"):
        double.merge()

    assert Attendee.objects.filter(pk=double.other.pk).exists()


def test_everything_that_hangs_on_the_one_hangs_on_the_other_after(double: Double) -> None:
    double.fill()
    before = rows_of(double.other.pk)

    double.merge()

    after = rows_of(double.kept.pk)
    # A pair is kept in the order of the keys: it may hang on the other of its two ends.
    ends = {"delegations.NotSame.first", "delegations.NotSame.second"}
    assert set(before) | ends == set(merge_rules.RULES) - {"delegations.Merge.kept"} | ends
    assert {key: after[key] for key in before if key not in ends} == {
        key: count for key, count in before.items() if key not in ends
    }
    assert sum(after.get(key, 0) for key in ends) == 1
    assert rows_of(double.other.pk) == {}
    assert not Attendee.objects.filter(pk=double.other.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("choice", ["kept", "other"])
def test_of_two_photographs_the_chosen_one_stays_and_the_other_leaves_the_disk(choice: str) -> None:
    double = Double(make_event())
    files = {
        name: make_photograph(person).file.path
        for name, person in (("kept", double.kept), ("other", double.other))
    }

    double.merge(choices={"photograph.file": choice})

    assert Photograph.objects.get(attendee=double.kept).file.path == files.pop(choice)
    assert [Path(path).exists() for path in files.values()] == [False]
    assert Path(Photograph.objects.get().file.path).exists()


def test_who_was_copied_from_an_earlier_edition_is_known_to_be_after_the_merge(
    double: Double,
) -> None:
    earlier = make_attendee(make_delegation(make_event(slug="earlier")))
    later = make_delegation(make_event(slug="later"))
    Attendee.objects.filter(pk=double.other.pk).update(delegation=double.city, copied_from=earlier)
    double.other.refresh_from_db()
    again = [make_attendee(later, copied_from=one) for one in (double.kept, double.other)]

    double.merge()

    assert Attendee.objects.get(pk=double.kept.pk).copied_from == earlier
    found = [Attendee.objects.get(pk=one.pk).copied_from for one in again]
    assert found == [double.kept, None]


def test_a_link_into_another_delegation_opens_nothing_after_the_merge(double: Double) -> None:
    PersonalLink.objects.create(attendee=double.other, delegation=double.press, email="a@b.example")

    double.merge()

    assert not PersonalLink.objects.exists()


def test_mails_with_a_link_that_goes_in_a_merge_go_with_it(double: Double) -> None:
    for person, address in ((double.kept, "city@example.org"), (double.other, "jm@example.org")):
        send_personal_link(attendee=person, email=address, language="en")
    kept, other = double.kept, double.other
    rehearse_merge(kept=kept, other=other, choices={}, by=double.by)
    mails = OutgoingMail.objects.order_by("address").values_list("address", flat=True)
    assert list(mails) == ["city@example.org", "jm@example.org"]

    double.merge()

    assert list(mails.all()) == ["city@example.org"]


def test_the_empty_takes_from_the_other_and_what_was_chosen_wins(double: Double) -> None:
    merge = double.merge(choices={"attendee.family": "other", "attendee.delegation": "kept"})

    kept = Attendee.objects.get(pk=double.kept.pk)
    assert (kept.given, kept.family, kept.email, kept.vip) == (
        "Jürgen",
        "Mueller",
        "jm@example.org",
        True,
    )
    assert (kept.delegation, kept.function) == (double.city, "delegate")
    assert kept.office_note == "From the press."
    assert kept.sort_key == collation_key("Mueller", "Jürgen")
    assert merge.taken == ["email", "family", "office_note", "vip"]


def test_notes_of_both_stay_one_below_the_other(double: Double) -> None:
    Attendee.objects.filter(pk=double.kept.pk).update(office_note="From the city.")

    double.merge()

    assert Attendee.objects.get(pk=double.kept.pk).office_note == "From the city.\nFrom the press."


def test_who_is_merged_stays_in_the_history_and_the_merge_is_recorded(double: Double) -> None:
    merge = double.merge()

    record = Attendee.history.filter(id=double.other.pk).first()
    newest = Attendee.history.filter(id=double.kept.pk).first()
    assert (record.history_type, record.email, record.history_user) == (
        "-",
        "jm@example.org",
        double.by,
    )
    assert newest.history_change_reason == "Juergen Mueller"
    assert (merge.by, merge.merged_guid, merge.merged_name, merge.event) == (
        double.by,
        double.other.guid,
        "Juergen Mueller",
        double.event,
    )


def test_a_status_that_is_taken_is_a_step_of_its_own(double: Double) -> None:
    Attendee.objects.filter(pk=double.kept.pk).update(status=AttendeeStatus.DRAFT)

    double.merge(choices={"attendee.status": "other"})

    step = StatusChange.objects.get(attendee=double.kept)
    assert (step.from_status, step.to_status, step.by) == ("draft", "approved", double.by)


# --- Two of what there may be one of --------------------------------------------------------------


def test_of_two_passports_each_field_is_chosen(double: Double) -> None:
    SensitiveData.objects.create(attendee=double.kept, passport_number="A1", diet="vegan")
    SensitiveData.objects.create(
        attendee=double.other, passport_number="B2", health_note="Asthma", diet="halal"
    )
    Travel.objects.create(attendee=double.kept, arrival_number="CZ 1")
    Travel.objects.create(attendee=double.other, arrival_number="CZ 2", departure_number="CZ 3")

    double.merge(choices={"sensitivedata.passport_number": "other"})

    row, travel = SensitiveData.objects.get(), Travel.objects.get()
    assert (row.passport_number, row.diet, row.health_note) == ("B2", "vegan", "Asthma")
    assert (travel.arrival_number, travel.departure_number) == ("CZ 1", "CZ 3")


def test_without_the_right_two_passports_are_no_choice_and_one_comes_along_unseen(
    double: Double,
) -> None:
    SensitiveData.objects.create(attendee=double.other, diet="vegan")
    mine = SensitiveData.objects.create(attendee=double.kept)

    with pytest.raises(SensitiveOnBoth):
        double.merge(sees_sensitive=False)
    mine.delete()
    double.merge(sees_sensitive=False)

    assert SensitiveData.objects.get().attendee == double.kept


def test_the_later_word_counts_and_what_it_forbids_goes(double: Double) -> None:
    double.say(double.kept, given=True, purpose="diet-health")
    double.say(double.other, given=False, purpose="diet-health")
    SensitiveData.objects.create(attendee=double.kept, diet="vegan", religious_needs="Prayer")

    double.merge()

    row = SensitiveData.objects.get()
    assert Consent.objects.filter(attendee=double.kept).count() == 2
    assert load_last_answers(double.kept) == {"diet-health": False}
    assert (row.diet, row.religious_needs) == ("", "Prayer")


def test_the_same_role_in_the_same_session_is_one_place_another_role_two(double: Double) -> None:
    session = make_session(double.event)
    make_appearance(session, attendee=double.kept, role="speaker")
    make_appearance(session, attendee=double.other, role="speaker", state="confirmed")
    make_appearance(session, attendee=double.other, role="chair")

    double.merge()

    found = Appearance.objects.filter(attendee=double.kept).values_list("role", "state")
    assert sorted(found) == [("chair", "invited"), ("speaker", "confirmed")]
    assert Appearance.objects.count() == 2


def test_two_sign_ups_for_one_session_are_one_seat_and_who_waits_moves_up(double: Double) -> None:
    tour = double.tour(capacity=2)
    third = make_attendee(double.city)
    for person, state in ((double.kept, "seated"), (double.other, "seated"), (third, "waiting")):
        SignUp.objects.create(session=tour, attendee=person, state=state)

    double.merge()

    states = dict(SignUp.objects.values_list("attendee", "state"))
    assert states == {double.kept.pk: "seated", third.pk: "seated"}


def test_who_waited_and_was_seated_too_is_seated(double: Double) -> None:
    tour = double.tour()
    SignUp.objects.create(session=tour, attendee=double.other, state="seated")
    SignUp.objects.create(session=tour, attendee=double.kept, state="waiting")

    double.merge()

    assert list(SignUp.objects.values_list("attendee", "state")) == [(double.kept.pk, "seated")]


def test_nobody_has_two_seats_at_a_time_nor_one_while_on_stage(double: Double) -> None:
    mine, theirs, later = double.tour(), double.tour(), double.tour()
    later.start, later.end = later.start + timedelta(days=1), later.end + timedelta(days=1)
    later.save()
    SignUp.objects.create(session=mine, attendee=double.kept, state="seated")
    SignUp.objects.create(session=theirs, attendee=double.other, state="seated")
    SignUp.objects.create(session=later, attendee=double.kept, state="seated")
    stage = make_session(double.event, start=later.start, end=later.end)
    make_appearance(stage, attendee=double.other)

    double.merge()

    assert list(SignUp.objects.values_list("session", flat=True)) == [mine.pk]


def test_a_biography_is_chosen_and_a_photograph_comes_along(double: Double) -> None:
    make_profile(double.kept, biography=text("Ours"), portrait="")
    theirs = make_profile(double.other, biography=text("Theirs"))

    double.merge()

    profile = Profile.objects.get()
    assert (str(profile.biography), profile.portrait.name) == ("Ours", theirs.portrait.name)
    assert profile.portrait_digest == theirs.portrait_digest
    assert profile.portrait.storage.exists(str(profile.portrait.name))


def test_a_change_that_waits_is_decided_first(double: Double) -> None:
    Amendment.objects.create(attendee=double.other, changes={"given": "Eva"})

    with pytest.raises(CannotMerge, match="Decide on it first"):
        double.merge()

    assert Merge.objects.count() == 0


# --- Heads ----------------------------------------------------------------------------------------


def test_a_head_leads_the_delegation_they_led_and_no_other(double: Double) -> None:
    name_head(attendee=double.other, by=double.by)
    double.other.refresh_from_db()

    double.merge()

    assert not Attendee.objects.filter(is_head=True).exists()


def test_within_one_delegation_the_head_stays_head_or_somebody_else_is_named_first(
    double: Double,
) -> None:
    double.other = name_head(
        attendee=make_attendee(double.city, given="J", family="Müller"), by=double.by
    )

    with pytest.raises(CannotMerge, match="Name another head"):
        double.merge()
    double.merge(choices={"attendee.function": "other"})

    kept = Attendee.objects.get(pk=double.kept.pk)
    assert (kept.is_head, kept.function) == (True, "head")


# --- A step back ----------------------------------------------------------------------------------


def test_undone_each_has_what_it_had(double: Double) -> None:
    double.fill()
    make_profile(double.kept, biography=text("Ours"), portrait="")
    SensitiveData.objects.create(attendee=double.kept, passport_number="A1")
    Travel.objects.create(attendee=double.kept, arrival_number="CZ 9")
    session = Appearance.objects.get().session
    make_appearance(session, attendee=double.kept, role=Appearance.objects.get().role)
    people = (double.kept.pk, double.other.pk)
    before = [rows_of(pk) for pk in people]
    values = [Attendee.objects.filter(pk=pk).values().get() for pk in people]

    undo_merge(merge=double.merge(), by=double.by)

    # That it was done and undone stays on record.
    after = [rows_of(pk) for pk in people]
    assert after[0].pop("delegations.Merge.kept") == 1
    assert after == before
    for old, pk in zip(values, people, strict=True):
        new = Attendee.objects.filter(pk=pk).values().get()
        assert {k: v for k, v in new.items() if not k.startswith("updated")} == {
            k: v for k, v in old.items() if not k.startswith("updated")
        }
    assert SensitiveData.objects.get(attendee=double.other).diet == "vegan"
    assert Travel.objects.get(attendee=double.other).arrival_number == "CZ 1"
    assert SignUp.objects.get().attendee == double.other
    assert Merge.objects.standing().count() == 0


def test_what_was_changed_since_stays(double: Double) -> None:
    merge = double.merge(choices={"attendee.family": "other"})
    kept = Attendee.objects.get(pk=double.kept.pk)
    kept.family = "Moeller"
    kept.save()

    undo_merge(merge=merge, by=double.by)

    kept.refresh_from_db()
    assert (kept.family, kept.email) == ("Moeller", "")


def test_a_seat_that_was_given_out_meanwhile_is_waited_for(double: Double) -> None:
    tour = double.tour(capacity=2)
    third = make_attendee(double.city)
    for person, state in ((double.kept, "seated"), (double.other, "seated"), (third, "waiting")):
        SignUp.objects.create(session=tour, attendee=person, state=state)

    undo_merge(merge=double.merge(), by=double.by)

    assert SignUp.objects.seated().count() == 2
    assert SignUp.objects.get(attendee=double.other).state == "waiting"


def test_merges_are_undone_newest_first_and_once(double: Double) -> None:
    first = double.merge()
    third = make_attendee(double.city)
    second = double.merge(other=double.kept, kept=third, seen=load_state_token(double.kept, third))
    first.refresh_from_db()

    assert first.kept == third
    with pytest.raises(CannotUndo, match="most recent"):
        undo_merge(merge=first, by=double.by)
    undo_merge(merge=second, by=double.by)
    undo_merge(merge=first, by=double.by)
    with pytest.raises(CannotUndo, match="already"):
        undo_merge(merge=first, by=double.by)
    assert {one.pk for one in Attendee.objects.all()} == {
        double.kept.pk,
        double.other.pk,
        third.pk,
    }


@pytest.mark.both_databases
@pytest.mark.parametrize("length", [8, 12, 32])
def test_a_guid_that_was_given_up_leads_to_who_has_it_now_as_long_as_the_merge_stands(
    double: Double, length: int
) -> None:
    merge = double.merge()
    beginning = merge.merged_guid.hex[:length]

    found = Merge.objects.of_guid(double.event, beginning)
    elsewhere = Merge.objects.of_guid(make_event(), beginning)
    another = Merge.objects.of_guid(double.event, double.kept.guid.hex[:12])
    Merge.objects.update(undone_at=timezone.now())
    undone = Merge.objects.of_guid(double.event, beginning)

    assert found is not None
    assert found.kept == double.kept
    assert (elsewhere, another, undone) == (None, None, None)


def test_what_is_no_beginning_of_a_guid_leads_to_nobody(double: Double) -> None:
    double.merge()

    assert [Merge.objects.of_guid(double.event, word) for word in ("mayor-xy", "é", "0" * 33)] == [
        None, None, None,
    ]  # fmt: skip


# --- Two officers ---------------------------------------------------------------------------------


def test_who_looked_at_something_else_is_told(double: Double) -> None:
    seen = load_state_token(double.kept, double.other)
    SensitiveData.objects.create(attendee=double.other, diet="vegan")

    with pytest.raises(PersonMovedOn):
        double.merge(seen=seen)


def test_a_rehearsal_says_every_step_and_leaves_no_trace(double: Double) -> None:
    double.fill()
    before = rows_of(double.other.pk), Attendee.history.count()

    steps = rehearse_merge(kept=double.kept, other=double.other, choices={}, by=double.by)

    moved = {step.row._meta.label for step in steps if step.kind == merge_steps.MOVED}
    assert moved >= {"programme.Appearance", "programme.SignUp", "delegations.Consent"}
    assert (rows_of(double.other.pk), Attendee.history.count()) == before


def test_the_delegation_does_not_bring_a_merged_entry_back_with_an_old_page(
    double: Double,
) -> None:
    focal_point = make_focal_point(double.press)
    path = reverse("focal:person", args=[double.other.guid])
    client, sent = opened(focal_point), form(given="Juergen", family="Mueller")
    double.merge()

    answer = client.post(path, sent)
    kept = client.post(reverse("focal:keep", args=[double.other.guid]), sent)

    assert answer.status_code == 400
    assert "The office has merged this entry with another one." in answer.content.decode()
    assert kept.json()["saved"] is False
    assert Attendee.objects.count() == 1


def test_two_people_are_remembered_as_two(double: Double) -> None:
    keep_apart(person=double.other, other=double.kept, by=double.by)
    row = keep_apart(person=double.kept, other=double.other, by=double.by)

    assert (row.first, row.second, row.by) == (double.kept, double.other, double.by)
    assert NotSame.objects.count() == 1


def _at_once(*actions: Any) -> list[str]:
    start, outcomes = threading.Barrier(len(actions)), []

    def run(action: Any) -> None:
        start.wait()
        try:
            action()
            outcomes.append("merged")
        except (PersonGone, PersonMovedOn) as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_who_merge_one_pair_at_once_one_does(turned: bool) -> None:
    double = Double(make_event())
    make_appearance(make_session(double.event), attendee=double.other)
    seen = load_state_token(double.kept, double.other)
    again = {"kept": double.other, "other": double.kept} if turned else {}

    outcomes = _at_once(lambda: double.merge(seen=seen), lambda: double.merge(seen=seen, **again))

    assert outcomes == ["PersonGone", "merged"]
    assert (Attendee.objects.count(), Merge.objects.count()) == (1, 1)
    assert Appearance.objects.get().attendee == Attendee.objects.get()


@pytest.mark.django_db(transaction=True)
def test_of_a_chain_merged_at_once_one_link_holds_and_nothing_is_lost() -> None:
    double = Double(make_event())
    third = make_attendee(double.city)
    make_appearance(make_session(double.event), attendee=double.other)
    first, second = (
        load_state_token(double.kept, double.other),
        load_state_token(third, double.kept),
    )

    outcomes = _at_once(
        lambda: double.merge(seen=first),
        lambda: double.merge(kept=third, other=double.kept, seen=second),
    )

    assert outcomes in (["PersonGone", "merged"], ["PersonMovedOn", "merged"])
    assert (Attendee.objects.count(), Merge.objects.count()) == (2, 1)
    assert Appearance.objects.get().attendee is not None


def test_who_merges_needs_an_account_of_the_team(double: Double) -> None:
    assert isinstance(double.merge().by, User)
