"""Forms of a change of head: who, and a decision on everything that the former head had."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.text.dates import moment_range
from delegations.choices import AttendeeFunction, AttendeeStatus
from delegations.models import Attendee, Delegation
from programme.models import Appearance, Session
from programme.stage.head_change import LEAVE, MOVE, TAKE, Decisions, load_places, load_seats

_KEEP = "keep"
BECOMES = (
    (AttendeeFunction.DEPUTY.value, AttendeeFunction.DEPUTY.label),
    (AttendeeFunction.DELEGATE.value, AttendeeFunction.DELEGATE.label),
    (AttendeeStatus.WITHDRAWN.value, AttendeeStatus.WITHDRAWN.label),
)


class ChooseHeadForm(forms.Form):
    """The first step: the new head, and what the former head becomes."""

    to: Any = forms.ModelChoiceField(
        label=_("New head"),
        queryset=None,
        to_field_name="guid",
        required=False,
        empty_label=_("Nobody yet"),
    )
    former = forms.ChoiceField(label=_("The former head becomes"), choices=BECOMES, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, delegation: Delegation, head: Attendee | None
    ) -> None:
        super().__init__(data)
        people = Attendee.objects.filter(delegation=delegation).coming().alphabetical()
        field: Any = self.fields["to"]
        field.queryset = people.exclude(pk=head.pk) if head else people
        field.label_from_instance = _in_list
        if head is None:
            del self.fields["former"]
            field.required, field.empty_label = True, None


def _in_list(person: Attendee) -> str:
    return f"{person.listed_name} – {person.get_function_display()}"


class HeadForm(forms.Form):
    """The second step: a decision on each place and seat. By default nothing passes on."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    note = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For the office. It is stored with the change."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        delegation: Delegation,
        head: Attendee | None,
        new: Attendee | None,
        leaves: bool,
        may_edit_stage: bool,
    ) -> None:
        super().__init__(data)
        self.initial.setdefault("seen", str(head.guid) if head else "")
        self._leaves, self._may_edit_stage = leaves, may_edit_stage
        self.places, self.seats = load_places(head), load_seats(head)
        stage = [(LEAVE, _("Stays with the person")), (TAKE, _("Left to be filled"))]
        seats = [(LEAVE, _("Stays with the person")), (TAKE, _("Is given up"))]
        move = [(MOVE, _("Goes to the new head"))] if new else []
        if may_edit_stage:
            for place in self.places:
                self._ask(f"stage-{place.pk}", _on_stage(place), stage + move)
        for seat in self.seats:
            label = f"{_where(seat.session)}: {seat.get_state_display()}"
            self._ask(f"seat-{seat.pk}", label, seats + move)
        self._ask_about(delegation)

    def _ask(
        self, name: str, label: str, choices: Sequence[tuple[str, str | Promise]], initial: str = ""
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            widget=forms.RadioSelect,
            initial=initial or (TAKE if self._leaves else LEAVE),
            error_messages={"required": _("Decide on this as well.")},
        )

    def _ask_about(self, delegation: Delegation) -> None:
        keep = (_KEEP, _("Stays with the delegation"))
        if delegation.manual_position is not None:
            label = _("Position set by hand: %(place)d (%(reason)s)") % {
                "place": delegation.manual_position,
                # Isolated, so that its direction does not reverse the sentence.
                "reason": f"\u2068{delegation.manual_reason}\u2069",
            }
            choices = [keep, (TAKE, _("Removed: the rank of the head decides"))]
            self._ask("position", label, choices, TAKE)
        if delegation.liaison_officer is not None:
            label = _("Liaison officer: %s") % delegation.liaison_officer
            self._ask("liaison", label, [keep, (TAKE, _("Removed"))], _KEEP)

    def clean(self) -> dict[str, object]:
        """Refuse to leave places on stage or seats to a person who is not coming."""
        cleaned = super().clean() or {}
        for name, answer in list(cleaned.items()):
            if self._leaves and answer == LEAVE and name.startswith(("stage-", "seat-")):
                self.add_error(name, _("This person is not coming. Choose another option."))
        return cleaned

    @property
    def kept_places(self) -> list[str]:
        """The places on stage that this user cannot decide on."""
        return [] if self._may_edit_stage else [_on_stage(place) for place in self.places]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields with a decision."""
        return [self[name] for name in self.fields if name not in ("seen", "note")]

    @property
    def decisions(self) -> Decisions:
        """The decisions, for the service."""
        return Decisions(
            stage=self._answers("stage-") if self._may_edit_stage else None,
            seats=self._answers("seat-"),
            keeps_position=self.cleaned_data.get("position") == _KEEP,
            keeps_liaison=self.cleaned_data.get("liaison", _KEEP) == _KEEP,
        )

    def _answers(self, prefix: str) -> dict[int, str]:
        return {
            int(name.removeprefix(prefix)): answer
            for name, answer in self.cleaned_data.items()
            if name.startswith(prefix)
        }


def _on_stage(place: Appearance) -> str:
    role, state = place.get_role_display(), place.get_state_display()
    return f"{_where(place.session)}: {role}, {state}"


def _where(session: Session) -> str:
    return f"{session.title} ({moment_range(localtime(session.start), localtime(session.end))})"
