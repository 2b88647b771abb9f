"""The award: its shortlist and its results stay secret until their dates."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin_base.scoped_admin import SECTION, ScopedInline
from events.history.admin import RecordedAdmin
from events.models import Award, AwardEntry


class EntryInline(ScopedInline):
    model = AwardEntry
    add_text = _("Add an entry")


@admin.register(Award)
class AwardAdmin(RecordedAdmin):
    """An award with its entries. The winners are shown nowhere before the results are public."""

    list_display = ("title_text", "event", "is_published", "shortlist_at", "results_at")
    list_filter = ("event", "is_published")
    search_fields = ("title",)
    list_select_related = ("event",)
    inlines = [EntryInline]
    readonly_fields = ("updated_at", "updated_by")
    fieldsets = (
        (None, {"fields": ("event", "title", "is_published", ("shortlist_at", "results_at"))}),
        (_("Texts"), {"fields": ("description", "website"), "classes": SECTION}),
        (
            _("For the office"),
            {"fields": ("position", ("updated_at", "updated_by")), "classes": SECTION},
        ),
    )

    @admin.display(description=_("award"))
    def title_text(self, award: Award) -> str:
        """The title, in the language of the reader."""
        return str(award)
