"""What the list of sessions can show and filter besides the usual columns."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from core.lists.admin_views import NamedQuery
from core.lists.facets import CountedTogether, once
from core.text.languages import own_name, spoken_name
from events.admin_base.zoned_admin import edition_of
from events.models import Event
from programme.choices import SessionStatus, Visibility
from programme.models import Appearance, ScheduleRelease, Session

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    _ModelAdmin = admin.ModelAdmin[Session]
    _SimpleListFilter = admin.SimpleListFilter
else:  # Django's own classes take no type arguments at run time
    _ModelAdmin = admin.ModelAdmin
    _SimpleListFilter = admin.SimpleListFilter

# The texts of a session that visitors read.
_TEXTS = ("title", "abstract")

READY_VIEWS = (
    NamedQuery("no-room", _("Without a room"), "room__isnull=True&in_all_rooms__exact=0"),
    NamedQuery("untranslated", _("Missing translation"), "untranslated=any"),
    NamedQuery("changed", _("Changed since the last release"), "changed=release"),
    NamedQuery("cancelled", _("Cancelled"), f"status__exact={SessionStatus.CANCELLED}"),
    NamedQuery("internal", _("Hidden from visitors"), f"visibility__exact={Visibility.INTERNAL}"),
)


class SessionColumns(_ModelAdmin):
    """Before the admin of sessions: more columns to choose."""

    more_columns: ClassVar[tuple[str, ...]] = (
        "length",
        "floor",
        "interpretation",
        "people_count",
        "untranslated",
        "code",
        "needs_sign_up",
        "is_major",
        "updated_at",
        "updated_by",
    )

    def with_columns(self, rows: QuerySet[Model], names: Collection[str]) -> QuerySet[Model]:
        """The sessions, with the number of their people where the list shows it."""
        if "people_count" not in names:
            return rows
        people = Appearance.objects.filter(session=OuterRef("pk")).order_by().values("session")
        count = people.annotate(count=Count("pk")).values("count")
        return rows.annotate(people_count=Coalesce(Subquery(count), 0))

    @admin.display(description=_("length"))
    def length(self, session: Session) -> str:
        """How long it takes."""
        minutes = int((session.end - session.start).total_seconds() // 60)
        return ngettext("%d minute", "%d minutes", minutes) % minutes

    @admin.display(description=_("languages spoken"))
    def floor(self, session: Session) -> str:
        """The languages that are spoken."""
        return " · ".join(spoken_name(code) for code in session.floor_languages)

    @admin.display(description=_("interpreted into"))
    def interpretation(self, session: Session) -> str:
        """The languages of interpretation."""
        return " · ".join(spoken_name(code) for code in session.interpretation_languages)

    @admin.display(description=_("people on stage"), ordering="people_count")
    def people_count(self, session: Any) -> int:
        """How many people and placeholders are on stage."""
        count: int = session.people_count
        return count

    @admin.display(description=_("not translated into"))
    def untranslated(self, session: Session) -> str:
        """The languages of the edition in which a text of the session is missing."""
        source, *others = session.event.languages
        texts = [getattr(session, name) or {} for name in _TEXTS]
        missing = [
            own_name(code)
            for code in others
            if any(text.get(source) and not text.get(code) for text in texts)
        ]
        return " · ".join(missing)


class UntranslatedFilter(CountedTogether, _SimpleListFilter):
    """Sessions with a text that the edition has in its first language, but not in another."""

    title = _("not translated into")
    parameter_name = "untranslated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> "list[tuple[str, StrOrPromise]]":
        """Any language, and each beside the first; within one edition."""
        self.edition: Event | None = edition_of(request)
        others = self.edition.languages[1:] if self.edition else []
        every = [("any", _("any language"))] if len(others) > 1 else []
        return [*every, *((code, own_name(code)) for code in others)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        """The sessions that miss a text in the chosen language."""
        if self.value() is None or self.edition is None:
            return queryset
        source, *others = self.edition.languages
        codes = others if self.value() == "any" else [self.value()]
        missing = Q(pk__in=[])
        for code in codes:
            for name in _TEXTS:
                missing |= Q(
                    **{f"{name}__{source}__isnull": False, f"{name}__{code}__isnull": True}
                )
        return queryset.filter(missing) if {*codes} <= {*others} else queryset.none()


class ChangedFilter(CountedTogether, _SimpleListFilter):
    """Sessions that were changed, or whose people were, after the newest release."""

    title = pgettext_lazy("filter of a list", "changed")
    parameter_name = "changed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> "list[tuple[str, StrOrPromise]]":
        """Offered within an edition that has a release."""
        edition = edition_of(request)
        releases = ScheduleRelease.objects.filter(event=edition).order_by("-version")
        self.since = once(
            request, "release", lambda: releases.values_list("released_at", flat=True).first()
        )
        return [("release", _("since the last release"))] if edition and self.since else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        """The sessions saved since, and those with an appearance saved since."""
        if self.value() != "release" or not self.since:
            return queryset
        people = Appearance.objects.filter(updated_at__gt=self.since)
        return queryset.filter(Q(updated_at__gt=self.since) | Q(pk__in=people.values("session")))
