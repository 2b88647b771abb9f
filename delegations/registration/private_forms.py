"""The forms of sensitive data, journey and consents of one person, saved together."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language

from accounts.models import User
from delegations.models import Attendee, SensitiveData, Travel
from delegations.people.edit_conflicts import SEEN, SeenField, show_conflicts
from delegations.people.forms import (
    NEED_FIELDS,
    PASSPORT_FIELDS,
    TRAVEL_FIELDS,
    ConsentForm,
    SensitiveForm,
    TravelForm,
    refuse_needs_without_consent,
)
from delegations.people.merge_edits import ChangedMeanwhile, read_token, seen_token
from delegations.people.private_data import (
    load_last_answers,
    load_own_answers,
    load_private_values,
    save_private,
)


class SeenForm(forms.Form):
    """The digests of the values that the page showed."""

    seen = SeenField()


@dataclass(frozen=True, slots=True)
class PrivatePage:
    """Three forms about one person. `is_own` is set if the person fills them in."""

    person: Attendee
    is_own: bool
    seen: SeenForm
    sensitive: SensitiveForm
    travel: TravelForm
    consents: ConsentForm

    @property
    def parts(self) -> dict[str, list[object]]:
        """The fields under each heading."""
        return {
            "passport": [self.sensitive[name] for name in PASSPORT_FIELDS],
            "travel": [self.travel[name] for name in TRAVEL_FIELDS],
            "needs": [self.sensitive[name] for name in NEED_FIELDS],
            "consents": list(self.consents),
            "seen": [self.seen[SEEN]],
            "errors": list(self.seen.non_field_errors()),
        }

    def is_valid(self) -> bool:
        """Whether all forms are valid."""
        parts = (self.sensitive, self.travel, self.consents, self.seen)
        valid = [form.is_valid() for form in parts]
        if valid[0] and valid[2]:
            refuse_needs_without_consent(self.sensitive, self.consents)
        return all(valid) and not self.consents.errors

    def save(self, *, given_by: str, by: User | None) -> bool:
        """Save the forms; return False, with errors in them, if somebody else has saved meanwhile.

        `given_by` names who answers; answers on behalf of the person are marked as such.
        """
        whose = self.consents.cleaned_data.get("on_behalf")
        try:
            save_private(
                attendee=self.person,
                sensitive=self.sensitive.cleaned_data,
                travel=self.travel.cleaned_data,
                answers=self.consents.answers(),
                given_by=f"{given_by} for {self.person}"[:200] if whose else given_by[:200],
                language=get_language() or "",
                by=by,
                by_person=self.is_own,
                seen=read_token(self.seen.cleaned_data[SEEN]),
            )
        except ChangedMeanwhile as error:
            parts = (self.seen, self.sensitive, self.travel, self.consents)
            show_conflicts(parts, self.seen.data, error)
            return False
        return True


def private_page(
    person: Attendee, data: QueryDict | None = None, *, is_own: bool = False
) -> PrivatePage:
    """Make the forms, bound to `data` if they were sent."""
    sensitive = SensitiveData.objects.filter(attendee=person).first()
    travel = Travel.objects.filter(attendee=person).first()
    own = None if is_own else load_own_answers(person)
    return PrivatePage(
        person,
        is_own,
        SeenForm(data, initial={SEEN: seen_token(load_private_values(person))}),
        SensitiveForm(data, instance=sensitive or SensitiveData(attendee=person)),
        TravelForm(data, instance=travel or Travel(attendee=person)),
        ConsentForm(data, known=load_last_answers(person), own=own),
    )
