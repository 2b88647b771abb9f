"""Abstract models, and what people chose for their lists."""

import uuid
from collections.abc import Iterable
from typing import TypedDict

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _


class SaveOptions(TypedDict, total=False):
    """The arguments of `Model.save`, for models that override it."""

    force_insert: bool | tuple[ModelBase, ...]
    force_update: bool
    using: str | None
    update_fields: Iterable[str] | None


class Guided(models.Model):
    """Something that others refer to: its `guid` never changes and is never used again."""

    guid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Authored(models.Model):
    """Something that somebody wrote: who saved it last, and when."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    # Set on a row that somebody is about to delete, for its history.
    deleted_by: AbstractBaseUser

    class Meta:
        abstract = True

    @property
    def _history_user(self) -> AbstractBaseUser | None:
        # Asked by `core.history` at each save and deletion: who did it.
        return getattr(self, "deleted_by", None) or self.updated_by


class ListColumns(models.Model):
    """The columns that a person chose for a list, in their order."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        editable=False,
        related_name="+",
        verbose_name=_("account"),
    )
    # The list by the name of its model, say programme.session.
    list_name = models.CharField(_("list"), max_length=80, editable=False)
    columns = models.JSONField(_("columns"), default=list, editable=False)

    class Meta:
        verbose_name = _("columns of a list")
        verbose_name_plural = _("columns of lists")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "list_name"), name="core_columns_of_a_list_once"
            ),
        )

    def __str__(self) -> str:
        return self.list_name


class Heartbeat(models.Model):
    """The latest sign of life of a background process."""

    # Host and number of the process.
    process = models.CharField(max_length=80, unique=True, editable=False)
    seen_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return self.process


class BackupRecord(models.Model):
    """A backup that was made of this database."""

    made_at = models.DateTimeField(editable=False)
    name = models.CharField(max_length=100, editable=False)
    # In bytes.
    size = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")

    def __str__(self) -> str:
        return self.name


class WorkHold(models.Model):
    """A restore, since which what the portal does by itself waits for an operator."""

    since = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("hold on background work")
        verbose_name_plural = _("holds on background work")

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}"
