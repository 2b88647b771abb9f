"""Rules for merging photographs, personal links, tags and later entries of two records."""

from collections.abc import Iterable
from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files.uploads import remove_after_commit
from delegations.duplicates.merge_rules import Rule
from delegations.duplicates.merge_steps import Merging, RowWords
from delegations.models import Attendee, PersonalLink, Photograph, Tag
from mail.services import forget_recipient


def merge_photographs(merging: Merging, rows: Iterable[Photograph]) -> None:
    """Keep the chosen photograph. The other one is deleted, and undoing does not restore it."""
    for theirs in rows:
        ours = Photograph.objects.filter(attendee=merging.kept).first()
        if ours is None:
            merging.move(theirs)
            continue
        values = merging.values_from_other(ours, theirs)
        gone = (ours if "file" in values else theirs).file.name or ""
        if "file" in values:
            # Not through save(): the file is already stored.
            kept = {"file": theirs.file.name, "digest": theirs.digest}
            Photograph.objects.filter(attendee=merging.kept).update(**kept)
        # Not through delete(): it would remove the file that the other one may show from now on.
        models.QuerySet(Photograph).filter(pk=theirs.pk).delete()
        remove_after_commit(gone)


def merge_links(merging: Merging, rows: Iterable[PersonalLink]) -> None:
    """Keep the link of the kept record, or move the other's if both are in one delegation."""
    for theirs in rows:
        has_own = PersonalLink.objects.filter(attendee=merging.kept).exists()
        if has_own or theirs.delegation_id != merging.kept.delegation_id:
            merging.remove(theirs, _("the other record no longer needs its own link"))
            # A waiting mail would have a dead link, and an erasure would not find its address.
            merging.afterwards.append(partial(forget_recipient, recipient=theirs.mailbox))
        else:
            merging.move(theirs)


def merge_copies(merging: Merging, rows: Iterable[Attendee]) -> None:
    """Let entries of later editions refer to the kept record."""
    for row in rows:
        again = Attendee.objects.filter(delegation=row.delegation_id, copied_from=merging.kept)
        if again.exists():
            # Copied from both records: a delegation has only one copy of a record.
            merging.change(row, copied_from=None)
        else:
            merging.move(row, "copied_from")


def merge_tags(merging: Merging, rows: Iterable[Tag]) -> None:
    """Keep each tag once."""
    own = set(merging.kept.tags.values_list("name", flat=True))
    for row in rows:
        if row.name in own:
            merging.remove(row, _("both have it"))
        else:
            merging.move(row)


MERGE_RULES: dict[str, Rule] = {
    "delegations.Tag.attendee": merge_tags,
    "delegations.Photograph.attendee": merge_photographs,
    "delegations.PersonalLink.attendee": merge_links,
    "delegations.Attendee.copied_from": merge_copies,
}
MERGE_WORDS: dict[type[models.Model], RowWords] = {
    Photograph: lambda row: "",
    PersonalLink: lambda row: row.email,
    Tag: lambda row: row.name,
}
