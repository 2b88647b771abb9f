"""The forms of what is private about one person, filled from what is known, saved together."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from accounts.models import User
from delegations import services
from delegations.forms.private import (
    NEED_FIELDS,
    PASSPORT_FIELDS,
    TRAVEL_FIELDS,
    ConsentForm,
    SensitiveForm,
    TravelForm,
    refuse_needs_without_consent,
)
from delegations.models import Attendee, SensitiveData, Travel


@dataclass(frozen=True, slots=True)
class PrivatePage:
    """Three forms about one person."""

    person: Attendee
    sensitive: SensitiveForm
    travel: TravelForm
    consents: ConsentForm

    @property
    def parts(self) -> dict[str, list[Any]]:
        """The fields under each heading."""
        return {
            "passport": [self.sensitive[name] for name in PASSPORT_FIELDS],
            "travel": [self.travel[name] for name in TRAVEL_FIELDS],
            "needs": [self.sensitive[name] for name in NEED_FIELDS],
            "consents": list(self.consents),
        }

    def is_valid(self) -> bool:
        """Whether all of it can be saved."""
        valid = [form.is_valid() for form in (self.sensitive, self.travel, self.consents)]
        if valid[0] and valid[2]:
            refuse_needs_without_consent(self.sensitive, self.consents)
        return all(valid) and not self.consents.errors

    def save(self, *, given_by: str, by: User | None) -> None:
        """Keep it. `given_by` answers; on behalf of somebody else that is said."""
        whose = self.consents.cleaned_data["on_behalf"]
        services.save_private(
            attendee=self.person,
            sensitive=self.sensitive.cleaned_data,
            travel=self.travel.cleaned_data,
            answers=self.consents.answers(),
            given_by=f"{given_by} for {self.person}"[:200] if whose else given_by[:200],
            language=get_language() or "",
            by=by,
        )


def private_page(person: Attendee, data: Any = None) -> PrivatePage:
    """The forms; with `data` as they were sent."""
    sensitive = SensitiveData.objects.filter(attendee=person).first()
    travel = Travel.objects.filter(attendee=person).first()
    return PrivatePage(
        person,
        SensitiveForm(data, instance=sensitive or SensitiveData(attendee=person)),
        TravelForm(data, instance=travel or Travel(attendee=person)),
        ConsentForm(data, known=services.last_answers(person)),
    )
