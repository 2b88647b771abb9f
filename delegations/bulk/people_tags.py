"""Give tags to many people, or take them away."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.form_fields import form_field
from core.json_types import JsonValue
from delegations.bulk.actions import (
    ALREADY_SO,
    ActionForm,
    Applied,
    BulkAction,
    Effect,
    PeopleAction,
    Values,
)
from delegations.models import Attendee, Tag
from delegations.models.tag import LONGEST_TAG
from delegations.people.tags import add_tag, load_tags, spell_tags
from events.models import Event


class TagForm(ActionForm):
    """A new tag, or one that the edition has."""

    tag = forms.CharField(
        label=gettext_lazy("Tag"),
        max_length=LONGEST_TAG,
        help_text=gettext_lazy("For example “called” or “awaiting visa”."),
    )

    def clean_tag(self) -> str:
        """The tag in the spelling of the edition; a comma separates tags elsewhere."""
        names = spell_tags(self.event, [self.cleaned_data["tag"]])
        if not names or "," in names[0]:
            raise forms.ValidationError(_("Write one tag, without a comma."))
        return names[0]


class KnownTagForm(ActionForm):
    """One of the tags of the edition."""

    tag = forms.ChoiceField(label=gettext_lazy("Tag"))

    def __init__(self, data: QueryDict | None, *, event: Event, user: User) -> None:
        super().__init__(data, event=event, user=user)
        form_field(self, "tag", forms.ChoiceField).choices = [
            (name, name) for name in load_tags(event)
        ]


class _Tagging(BulkAction[Attendee]):
    """Give or take one tag."""

    gives: bool

    def effects(
        self, event: Event, rows: Sequence[Attendee], values: Values
    ) -> list[Effect[Attendee]]:
        """The tag before and after."""
        tag = str(values["tag"])
        tagged = set(
            Tag.objects.filter(attendee__in=rows, name=tag).values_list("attendee_id", flat=True)
        )
        before, after = ("", tag) if self.gives else (tag, "")
        return [
            Effect(row, before, after, ALREADY_SO if (row.pk in tagged) is self.gives else "")
            for row in rows
        ]

    def apply(
        self, event: Event, rows: Sequence[Attendee], values: Values, by: User
    ) -> Applied[Attendee]:
        """Give or take the tag."""
        tag = str(values["tag"])
        self._write(rows, tag, by, gives=self.gives)
        given = dict(
            Tag.objects.filter(attendee__in=rows, name=tag).values_list("attendee_id", "pk")
        )
        return Applied([{"pk": row.pk, "tag": tag, "given": given.get(row.pk)} for row in rows])

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Take the tag from those who still have it from this action, or give it back."""
        left = {step["pk"]: step for step in steps if isinstance(step, dict)}
        people = Attendee.objects.of_event(event).filter(pk__in=left)
        if self.gives:
            given = [step["given"] for step in left.values()]
            _all, by_model = Tag.objects.filter(attendee__in=people, pk__in=given).delete()
            return by_model.get(Tag._meta.label, 0)
        rows = list(people)
        for tag in {str(step["tag"]) for step in left.values()}:
            self._write([row for row in rows if left[row.pk]["tag"] == tag], tag, by, gives=True)
        return len(rows)

    def _write(self, rows: Sequence[Attendee], tag: str, by: User, *, gives: bool) -> None:
        if gives:
            add_tag(rows, [tag], by)
        else:
            Tag.objects.filter(attendee__in=rows, name=tag).delete()


class AddTag(_Tagging):
    """Give a tag to people who do not have it."""

    key, label = "tag", gettext_lazy("Add tag")
    gives = True
    form_class = TagForm


class RemoveTag(_Tagging):
    """Take a tag from people who have it."""

    key, label = "untag", gettext_lazy("Remove tag")
    gives = False
    form_class = KnownTagForm


TAG_ACTIONS: tuple[PeopleAction, ...] = (AddTag(), RemoveTag())
