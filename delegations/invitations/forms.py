"""The office's forms for inviting: choose organisations, enter a table, send letters."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.form_fields import form_field
from core.tables import Grid, TableRefused, read_table
from core.tables.forms import TableFileForm
from core.tables.separated import read_separated
from core.text.languages import content_languages, own_name
from delegations.choices import OrganisationKind
from delegations.invitations.candidates import Candidate
from delegations.invitations.invitation_table import as_text
from delegations.invitations.letters import Languages
from delegations.invitations.new_delegations import Invitee
from delegations.invitations.rounds import MOST_AT_ONCE
from delegations.models import Delegation, LetterTemplate
from delegations.protocol.letter_texts import OWN
from delegations.querysets import DelegationQuerySet
from events.models import Event

# Codes are part of URLs.
CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9-]*\Z", _("A code may contain only Latin letters, digits and hyphens.")
)
# Of a table that is pasted, in characters: five hundred organisations have a tenth of it.
MOST_TEXT = 500_000


class CandidateFilterForm(forms.Form):
    """Filters of the list of organisations."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *OrganisationKind.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    last = forms.BooleanField(label=_("Attended the last edition"), required=False)

    def __init__(
        self, data: QueryDict, *, countries: list[tuple[str, str]], last: Event | None
    ) -> None:
        super().__init__(data)
        form_field(self, "country", forms.ChoiceField).choices = [("", _("all")), *countries]
        if last is None:
            del self.fields["last"]
        else:
            self.fields["last"].label = _("Attended: %s") % last.title


class CandidatesForm(forms.Form):
    """A checkbox and a code for each organisation that can be invited."""

    def __init__(self, data: QueryDict | None, *, candidates: Sequence[Candidate]) -> None:
        super().__init__(data)
        self.candidates = candidates
        for candidate in candidates:
            if candidate.delegation is None:
                name = str(candidate.organisation)
                self.fields[f"pick-{candidate.organisation.pk}"] = forms.BooleanField(
                    label=_("Invite: %s") % name, required=False
                )
                self.fields[f"code-{candidate.organisation.pk}"] = forms.CharField(
                    label=_("Code: %s") % name,
                    initial=candidate.code,
                    max_length=20,
                    required=False,
                    validators=[CODE],
                    widget=forms.TextInput({"size": 10}),
                )

    def rows(self) -> Iterator[tuple[Candidate, forms.BoundField | None, forms.BoundField | None]]:
        """Each organisation with its checkbox and code; None for one that has a delegation."""
        for candidate in self.candidates:
            if candidate.delegation is None:
                yield (
                    candidate,
                    self[f"pick-{candidate.organisation.pk}"],
                    self[f"code-{candidate.organisation.pk}"],
                )
            else:
                yield candidate, None, None

    def clean(self) -> dict[str, object]:
        """Require a choice, and a code for each chosen organisation."""
        cleaned = super().clean() or {}
        chosen = [
            candidate.organisation.pk
            for candidate in self.candidates
            if cleaned.get(f"pick-{candidate.organisation.pk}")
        ]
        if not chosen:
            self.add_error(None, _("Select the organizations you want to invite."))
        for pk in chosen:
            name = f"code-{pk}"
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Enter a code."))
        return cleaned

    def invitees(self) -> list[Invitee]:
        """The selected organisations."""
        return [
            Invitee(candidate.organisation, self.cleaned_data[f"code-{candidate.organisation.pk}"])
            for candidate in self.candidates
            if self.cleaned_data.get(f"pick-{candidate.organisation.pk}")
        ]

    def add_code_error(self, place: int, why: str | Promise) -> None:
        """Report an error at the code of the selected organisation at index `place`."""
        self.add_error(f"code-{self.invitees()[place].organisation.pk}", str(why))


class InvitationTableForm(TableFileForm):
    """A table of organisations, as a file or as text."""

    needs_file = False
    field_order = ("file", "reading", "sheet", "encoding", "table")

    table = forms.CharField(
        label=_("Or paste the table here"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 10, "dir": "auto", "spellcheck": "false"}),
        help_text=_("After a check, correct the faults here and check again."),
    )
    # Of the table that was shown: what was changed since is shown first.
    reviewed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    grid: Grid

    def clean(self) -> dict[str, object]:
        """Read the table; a file takes priority over pasted text."""
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("table", "")
        if self.errors:
            return cleaned
        if file is None and not text.strip():
            self.add_error("table", _("Choose a file, or paste a table."))
            return cleaned
        try:
            if file is None:
                self.grid = _read_pasted(text)
            else:
                self.grid = read_table(file, sheet=cleaned["sheet"], encoding=cleaned["encoding"])
        except TableRefused as error:
            if file is None:
                self.add_error("table", str(error))
            else:
                self.refuse(error)
        return cleaned

    def for_correction(self) -> "InvitationTableForm":
        """A new form with the table as text, for correction."""
        return InvitationTableForm(
            initial={"table": as_text(self.grid), "reviewed": self._digest()}
        )

    @property
    def is_reviewed(self) -> bool:
        """Whether the table is the one that was previewed."""
        return bool(self.cleaned_data["reviewed"] == self._digest())

    def _digest(self) -> str:
        return hashlib.sha256(as_text(self.grid).encode("utf-8", "replace")).hexdigest()


def _read_pasted(text: str) -> Grid:
    grid = read_separated(text.encode("utf-8", "replace"), "utf-8")
    if not grid.rows:
        raise TableRefused(_("This table is empty."))
    return grid


class LanguagesForm(forms.Form):
    """The languages of a letter."""

    first = forms.ChoiceField(label=_("First language"))
    second = forms.ChoiceField(label=_("Second language"), required=False)

    def __init__(
        self, data: Mapping[str, object] | None = None, *, template: LetterTemplate | None
    ) -> None:
        super().__init__(data)
        body = template.body if template is not None else {}
        written = [(code, own_name(code)) for code in content_languages() if code in body]
        first = form_field(self, "first", forms.ChoiceField)
        second = form_field(self, "second", forms.ChoiceField)
        first.choices = written
        second.choices = [
            (OWN, _("the recipient’s own, otherwise English")),
            *written,
            ("", _("none")),
        ]
        first.initial = template.event.source_language if template is not None else ""
        second.initial = OWN

    @property
    def choice(self) -> Languages:
        """What was chosen."""
        return Languages(self.cleaned_data["first"], self.cleaned_data["second"])


class SendForm(LanguagesForm):
    """The invitations to send, and their languages."""

    note = forms.CharField(
        label=_("Note for the office"),
        required=False,
        max_length=300,
        help_text=_("Stored in the history of each delegation, beside the number of its letter."),
    )
    sure = forms.BooleanField(
        label=_("I have checked a letter, and the letters may be sent"),
        error_messages={
            "required": _("Check a letter first, then tick that the letters may be sent.")
        },
    )
    delegation: object = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        error_messages={
            "invalid_choice": _("Somebody else has decided in the meantime. Please check again.")
        },
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        template: LetterTemplate | None,
        delegations: DelegationQuerySet,
    ) -> None:
        super().__init__(data, template=template)
        self._delegations = delegations
        form_field(self, "delegation", forms.ModelMultipleChoiceField).queryset = delegations

    def clean(self) -> dict[str, object]:
        """Require a choice, unless all are selected."""
        cleaned = super().clean() or {}
        is_chosen = "all" in self.data or "delegation" in self.errors
        if not is_chosen and not cleaned.get("delegation"):
            self.add_error(None, _("Select the delegations you want to invite."))
        return cleaned

    @property
    def is_long(self) -> bool:
        """Whether the worker sends the invitations."""
        return len(self.delegation_keys()) > MOST_AT_ONCE

    def delegation_keys(self) -> list[int]:
        """The keys of the selected delegations."""
        rows = self._delegations if "all" in self.data else self.cleaned_data["delegation"]
        return [row.pk for row in rows]


class CorrectionForm(LanguagesForm):
    """The correction of a letter."""

    reason = forms.CharField(label=_("What has been corrected"), max_length=300)

    def __init__(
        self,
        data: Mapping[str, object] | None,
        *,
        template: LetterTemplate | None,
        delegation: Delegation,
    ) -> None:
        super().__init__(data, template=template)
        newest = delegation.letters.newest_first().first()
        if newest is not None and newest.languages:
            self.initial.setdefault("first", newest.languages[0])
            self.initial.setdefault("second", (newest.languages[1:] or [""])[0])
