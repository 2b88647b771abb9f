"""Forms of the page of checks: filtering the findings, accepting one, reopening one."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programme.checks import Finding, Severity
from programme.checks.review import Review


class AcceptForm(forms.Form):
    """Which finding to accept, and why."""

    check = forms.CharField(max_length=60)
    fingerprint = forms.CharField(max_length=64)
    reason = forms.CharField(max_length=300)


class WithdrawAcceptanceForm(forms.Form):
    """Which acceptance to withdraw, by primary key."""

    withdraw = forms.IntegerField(min_value=1)


_SEVERITIES: tuple[tuple[str, str | Promise], ...] = (
    (Severity.ERROR, _("Errors")),
    (Severity.WARNING, _("Warnings")),
    (Severity.NOTE, _("Notes")),
)


class FindingFilterForm(forms.Form):
    """Filters of the findings. Offers only values that occur, with the number of open findings."""

    severity = forms.ChoiceField(label=_("Severity"), required=False)
    check = forms.ChoiceField(label=_("Check"), required=False)
    sub_forum = forms.ChoiceField(label=_("Sub-forum"), required=False)
    day = forms.ChoiceField(label=_("Day"), required=False)

    def __init__(self, data: QueryDict | None, *, review: Review) -> None:
        super().__init__(data)
        everything = [*review.open, *(finding for finding, _row in review.accepted)]
        labels: dict[str, Mapping[str, str | Promise]] = {
            "severity": dict(_SEVERITIES),
            "check": {finding.check.key: finding.check.label for finding in everything},
            "sub_forum": _sub_forums(everything),
            "day": {
                day: date_format(date.fromisoformat(day), "WEEKDAY_FORMAT")
                for day in sorted({day for finding in everything for day in _days(finding)})
            },
        }
        for name, names in labels.items():
            count = Counter(value for finding in review.open for value in _VALUES[name](finding))
            occurring = {value for finding in everything for value in _VALUES[name](finding)}
            field: Any = self.fields[name]
            field.choices = [("", _("all"))] + [
                (value, f"{label} ({count[value]})")
                for value, label in names.items()
                if value in occurring
            ]

    def narrow(self, review: Review) -> Review:
        """Return the findings that fit the filters. A filter with an unknown value is ignored."""
        self.is_valid()
        wanted = [(_VALUES[name], value) for name, value in self.cleaned_data.items() if value]

        def fits(finding: Finding) -> bool:
            return all(value in values_of(finding) for values_of, value in wanted)

        return Review(
            tuple(finding for finding in review.open if fits(finding)),
            tuple(pair for pair in review.accepted if fits(pair[0])),
        )


def _days(finding: Finding) -> set[str]:
    return {session.day.isoformat() for session in finding.hit.sessions}


def _numbers(finding: Finding) -> set[str]:
    return {str(session.sub_forum.number) for session in finding.hit.sessions if session.sub_forum}


def _sub_forums(findings: Iterable[Finding]) -> dict[str, str]:
    labels = {
        session.sub_forum.number: f"{session.sub_forum.number}. {session.sub_forum.title}"
        for finding in findings
        for session in finding.hit.sessions
        if session.sub_forum
    }
    return {str(number): labels[number] for number in sorted(labels)}


# The values of a finding that each filter compares.
_VALUES: dict[str, Callable[[Finding], set[str]]] = {
    "severity": lambda finding: {finding.check.severity.value},
    "check": lambda finding: {finding.check.key},
    "sub_forum": _numbers,
    "day": _days,
}
