"""Imported tables: by whom, when, and what each did to which row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tables import Grid
from events.choices import UNFINISHED, ImportState, ImportStop
from events.import_kinds import kind_choices
from events.models.event import Event
from events.querysets import ImportBatchQuerySet


class ImportBatch(models.Model):
    """One uploaded table: its cells, not the file; then the result of applying it.

    `done` holds for each written row its model, its primary key, and the numbers of its history
    records before (None: it was created) and after; some kinds add to that. Undoing marks each with
    `is_kept`: whether it stays as it is.

    A long table is imported by the worker, which holds a `claim` and gives signs of life. Until
    it is done, `reviewed` holds what was to become of each row to write, by its number.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="imports", verbose_name=_("event")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=kind_choices)
    file_name = models.CharField(_("file"), max_length=150)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    table = models.JSONField(editable=False)
    columns = models.JSONField(default=dict, editable=False)
    # By field, which of two numbers is the day: another file may have another order.
    day_orders = models.JSONField(default=dict, editable=False)
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=ImportState, default=ImportState.PREVIEWED
    )
    done = models.JSONField(default=list, editable=False)
    reviewed = models.JSONField(default=dict, editable=False)
    rows_total = models.PositiveIntegerField(default=0, editable=False)
    rows_done = models.PositiveIntegerField(default=0, editable=False)
    # The language of the preview: the texts of changes depend on it.
    language = models.CharField(max_length=10, blank=True, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    stop_reason = models.CharField(
        _("why it stopped"), max_length=20, choices=ImportStop, blank=True, editable=False
    )
    stop_row = models.PositiveIntegerField(null=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("applied by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-uploaded_at", "-pk")
        indexes = (
            models.Index(
                fields=("id",), condition=models.Q(state__in=UNFINISHED), name="events_import_next"
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_unfinished(self) -> bool:
        """Whether the worker has not finished with it."""
        return self.state in UNFINISHED

    @property
    def is_by_worker(self) -> bool:
        """Whether it was put into the queue for the worker."""
        return self.seen_at is not None

    @property
    def is_partial(self) -> bool:
        """Whether some of the rows to import are imported, and not all."""
        return 0 < self.rows_done < self.rows_total

    @property
    def progress(self) -> tuple[int, int]:
        """How many rows the worker has imported or undone, and of how many."""
        if self.state == ImportState.UNDOING:
            return sum("is_kept" in entry for entry in self.done), len(self.done)
        return self.rows_done, self.rows_total

    def forget_cells(self) -> None:
        """Delete the cells. Undoing does not need them."""
        self.table = Grid(rows=()).as_json()

    @property
    def grid(self) -> Grid:
        """The cells as they were read."""
        return Grid.from_json(self.table)

    @property
    def chosen_columns(self) -> dict[int, str]:
        """The field that each column holds."""
        return {int(column): key for column, key in self.columns.items()}


class ColumnChoice(models.Model):
    """The field chosen for columns with this header: the next file needs no choice."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=20, choices=kind_choices)
    header = models.CharField(max_length=200, editable=False)
    field = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("choice of a column")
        verbose_name_plural = _("choices of columns")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "kind", "header"), name="programme_column_choice_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"


class ValueChoice(models.Model):
    """The meaning chosen for an unknown value: the next file needs no choice.

    `text` is folded; an empty `value` leaves the cell empty.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=20, choices=kind_choices)
    field = models.CharField(max_length=40, editable=False)
    text = models.CharField(max_length=200, editable=False)
    value = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("choice of a value")
        verbose_name_plural = _("choices of values")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "kind", "field", "text"), name="events_value_choice_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} → {self.value}"
