"""The office's form of one person: names, office, rank and status in one."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Right
from core.form_fields import form_field
from delegations.choices import TRANSITIONS, AttendeeStatus
from delegations.models import Attendee
from delegations.people.edit_conflicts import SEEN
from delegations.people.merge_edits import seen_token
from delegations.people.tags import tags_text
from delegations.registration.forms import CONTACT_FIELDS, NAME_FIELDS, PersonForm

_OFFICE = (
    "office_title_en",
    "office_title",
    "institution",
    "function",
    "rank_class",
    "is_incumbent",
    "vip",
)
_NAMES = (*NAME_FIELDS, "list_name")
_STATUS = ("status", "note", "tags")


class CorrectionForm(PersonForm):
    """A person as the office corrects it. The fields of contacts need their own right."""

    status = forms.ChoiceField(label=_("Status"))
    note = forms.CharField(
        label=_("Note for the delegation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Only with a new status. Required when you return or refuse."),
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=400,
        help_text=_("For office use only, separated by commas: called, awaiting visa."),
    )

    class Meta:
        model = Attendee
        fields = (*_OFFICE, *_NAMES, *CONTACT_FIELDS)

    def __init__(
        self,
        data: Mapping[str, object] | None,
        *,
        instance: Attendee,
        rights: frozenset[Right],
    ) -> None:
        now = AttendeeStatus(instance.status)
        initial = {"status": now.value, "tags": tags_text(instance)}
        super().__init__(data, instance=instance, initial=initial)
        if Right.VIEW_CONTACTS not in rights:
            for name in CONTACT_FIELDS:
                del self.fields[name]
        own = self.fields.keys() - {SEEN, "note"}
        self.initial[SEEN] = seen_token({name: self.initial.get(name) for name in own})
        # What an older page showed as the status is no error: see `correct_person`.
        possible = {*TRANSITIONS[now], now, self.data.get("status", "")}
        form_field(self, "status", forms.ChoiceField).choices = [
            (status.value, status.label) for status in AttendeeStatus if status in possible
        ]

    def clean(self) -> dict[str, object]:
        """Refuse a note that belongs to no new status."""
        cleaned = super().clean()
        if cleaned.get("note") and "status" not in self.changed_data:
            self.add_error("status", _("Choose the new status that the note refers to."))
        return cleaned

    @property
    def values(self) -> dict[str, object]:
        """The values to save: all but the note."""
        return {name: value for name, value in super().values.items() if name != "note"}

    @property
    def parts(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields under their headings, what is corrected most often first."""
        parts = (
            (_("Office"), _OFFICE),
            (_("Status"), _STATUS),
            (pgettext_lazy("of a person", "Name"), _NAMES),
            (_("Contact"), CONTACT_FIELDS),
        )
        shown = [
            (title, [self[name] for name in names if name in self.fields]) for title, names in parts
        ]
        return [(title, fields) for title, fields in shown if fields]

    def _refuse_second_head(self) -> None:
        if "function" not in self.changed_data:
            return
        people = Attendee.objects.filter(delegation=self.instance.delegation_id)
        if other := people.other_heads(self.instance.guid).first():
            self.refuse_head(other)

    def refuse_head(self, other: object) -> None:
        """Say that `other` leads the delegation, and how to change that."""
        text = _(
            "%(person)s is already head of delegation. To replace them, use “Change head of "
            "delegation”."
        )
        self.add_error("function", text % {"person": other})
