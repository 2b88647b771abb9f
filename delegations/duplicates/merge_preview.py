"""A preview of a merge for people, grouped by kind of row."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from delegations.duplicates.merge_steps import CHANGED, CREATED, MOVED, REMOVED, Step
from delegations.models import Attendee

_KINDS: dict[str, str | Promise] = {
    MOVED: _("moves to the record that is kept"),
    REMOVED: _("is removed"),
    CHANGED: _("changes"),
    CREATED: _("is added"),
}


@dataclass(slots=True)
class Outcome:
    """What happens to the rows of one kind; `lines` name each row, and why."""

    label: str
    kind: str | Promise
    is_loss: bool
    count: int = 0
    lines: list[str] = field(default_factory=list)


def summarize_steps(steps: Iterable[Step]) -> list[Outcome]:
    """Group the steps of a rehearsal by kind of row, leaving out the two people themselves."""
    outcomes: dict[tuple[str, str], Outcome] = {}
    for step in steps:
        if isinstance(step.row, Attendee):
            continue
        label = str(capfirst(str(step.row._meta.verbose_name_plural)))
        kind = (label, step.kind)
        new = Outcome(label, _KINDS[step.kind], step.kind == REMOVED)
        outcome = outcomes.setdefault(kind, new)
        outcome.count += 1
        if line := ": ".join(part for part in (step.description, str(step.note)) if part):
            outcome.lines.append(line)
    return list(outcomes.values())
