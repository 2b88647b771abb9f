"""The columns and filters of consents, and the columns of lists that are shared."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Case, F, Q, Value, When
from django.db.models.lookups import Exact, IsNull
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from delegations.choices import ConsentPurpose
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell, label_of, one_of
from delegations.lists.needed_columns import (
    ANSWERS,
    CONTACT_COLUMNS,
    NO,
    NOT_ASKED,
    YES,
    consent_choice,
    consent_column,
)
from delegations.querysets import allows, last_word

ANSWER_LABELS = {YES: _("yes"), NO: _("no"), NOT_ASKED: _("not asked yet")}
# Even the answer to these hints at what somebody believes or suffers from.
_SENSITIVE = frozenset({ConsentPurpose.DIET_HEALTH, ConsentPurpose.RELIGIOUS_NEEDS})


_ANSWERS = {None: NOT_ASKED, True: YES, False: NO}


def _answer(facts: ListFacts) -> MakeCell:
    return _ANSWERS.__getitem__


def _column(purpose: ConsentPurpose) -> ListColumn:
    key = consent_column(purpose)

    def render(facts: ListFacts) -> MakeCell:
        return label_of({given: ANSWER_LABELS[answer] for given, answer in _ANSWERS.items()})

    return ListColumn(
        key,
        format_lazy(_("Consent: {purpose}"), purpose=purpose.label),
        (key,),
        render,
        # Only for users who register people, not for all who may see contacts.
        right=Right.VIEW_SENSITIVE if purpose in _SENSITIVE else Right.VIEW_CONTACTS,
        also=Right.EDIT_PEOPLE,
        data=_answer,
        values=one_of(ANSWERS),
        computed={key: last_word(purpose)},
    )


CONSENT_COLUMNS = tuple(map(_column, ConsentPurpose))


def consent_choices(columns: Mapping[str, ListColumn]) -> list[tuple[str, object]]:
    """The answers to filter by, for purposes whose column is among `columns`."""
    return [
        (consent_choice(purpose, answer), format_lazy("{}: {}", purpose.label, label))
        for purpose in ConsentPurpose
        if consent_column(purpose) in columns
        for answer, label in ANSWER_LABELS.items()
    ]


def consent_filter(chosen: Iterable[str]) -> Q:
    """A condition on Attendee: the last answer is one of the chosen ones."""
    query = Q()
    for choice in chosen:
        purpose, _dot, answer = choice.partition(".")
        word = last_word(purpose)
        query |= Q(IsNull(word, True)) if answer == NOT_ASKED else Q(Exact(word, answer == YES))
    return query


def columns_for_sharing(
    columns: Mapping[str, ListColumn], contacts: ConsentPurpose | None
) -> dict[str, ListColumn]:
    """The columns of a list that is shared: none that needs a right.

    Contacts are the exception, of people who have consented to sharing them.
    """
    free = {key: column for key, column in columns.items() if column.right is None}
    if contacts is None:
        return free
    agreed = {
        key: _agreed(column, contacts) for key, column in columns.items() if key in CONTACT_COLUMNS
    }
    return {key: agreed.get(key) or free[key] for key in columns if key in {*free, *agreed}}


def _agreed(column: ListColumn, purpose: ConsentPurpose) -> ListColumn:
    (source,) = column.sources
    name = f"agreed_{source}"
    value = Case(When(Exact(allows(purpose), True), then=F(source)), default=Value(""))
    return replace(column, sources=(name,), computed={name: value})
