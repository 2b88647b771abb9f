"""Biographies and photographs of the people on stage."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.ordering import ByBytes
from delegations.models import Attendee
from events.admin_base.admin_links import link
from events.admin_base.scoped_admin import EVENT_PATHS
from programme.admin.people_search import find_people
from programme.admin.sub_forums import DraftAdmin
from programme.agenda.portraits import portrait_file
from programme.models import Profile, Session
from programme.stage.forms import ProfileForm

EVENT_PATHS |= {"programme.profile": "attendee__delegation__event"}


@admin.register(Profile)
class ProfileAdmin(DraftAdmin):
    """What visitors read of somebody on stage. Sub-forum editors write of their own speakers."""

    has_people = True
    form = ProfileForm
    event_path = "attendee__delegation__event"
    list_display = ("person", "delegation", "has_biography", "has_portrait")
    list_filter = ("attendee__delegation__event",)
    search_fields = ("attendee",)
    list_select_related = ("attendee__delegation__organisation",)
    readonly_fields = ("shown", "updated_at", "updated_by")

    @admin.display(description=_("person"), ordering=ByBytes("attendee__sort_key"))
    def person(self, profile: Profile) -> str:
        """The name as in lists."""
        return profile.attendee.listed_name

    @admin.display(description=_("delegation"))
    def delegation(self, profile: Profile) -> str:
        """Where the person comes from."""
        return str(profile.attendee.delegation)

    @admin.display(description=_("biography"), boolean=True)
    def has_biography(self, profile: Profile) -> bool:
        """Whether there is one in any language."""
        return bool(profile.biography)

    @admin.display(description=_("photograph"), boolean=True)
    def has_portrait(self, profile: Profile) -> bool:
        """Whether there is one."""
        return bool(profile.portrait)

    @admin.display(description=_("current photograph"))
    def shown(self, profile: Profile) -> str:
        """The photograph that is there."""
        if profile.pk is None or not profile.portrait:
            return "–"
        return link(reverse("admin:programme_profile_portrait", args=[profile.pk]), _("Show"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """By name and city: their readers need not see people."""
        if not search_term:
            return queryset, False
        people = Attendee.objects.filter(profile__in=queryset.order_by())
        pks = [person.pk for person in find_people(people, search_term)]
        return queryset.filter(attendee__in=pks), False

    def get_urls(self) -> list[URLPattern]:
        """The photograph, beside the admin's own."""
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/portrait/", wrap(self.portrait), name="programme_profile_portrait")
        return [own, *super().get_urls()]

    def portrait(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The photograph, released or not."""
        profile = self.get_object(request, str(pk))
        if not profile.portrait:
            raise Http404
        return portrait_file(profile)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Also editors of sub-forums: the form offers them their own speakers alone."""
        return super().has_add_permission(request) or self._has(request, Right.EDIT_OWN_SUB_FORUM)

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """A profile stays with its person."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if obj is None else (*fields, "attendee")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the people on stage, in what this person may change, who have no profile yet."""
        if db_field.name == "attendee":
            own = Session.objects.editable_by(user_of(request))
            on_stage = Attendee.objects.filter(appearances__session__in=own, profile=None)
            kwargs["queryset"] = on_stage.select_related("delegation__organisation").distinct()
            return db_field.formfield(**kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
