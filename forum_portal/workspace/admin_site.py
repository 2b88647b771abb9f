"""The organizers' pages: Django's own admin behind the portal's login."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from core.text.translated import fallback_order
from events.admin_base.zoned_admin import Frame, ZonedAdmin, edition_of, frame_of_editions
from events.models import Event
from events.permissions import is_in_any_team
from forum_portal.workspace.copy_edition import views as edition_pages
from forum_portal.workspace.edition_urls import current_edition, edition_url
from forum_portal.workspace.navigation import workspace_of
from forum_portal.workspace.new_edition.views import new_edition
from forum_portal.workspace.overview.views import overview_context
from forum_portal.workspace.paste_lists import views as pasting
from forum_portal.workspace.readiness import views as readiness
from forum_portal.workspace.search import search_edition
from forum_portal.workspace.set_up.mail_test import mail_test
from forum_portal.workspace.set_up.views import guided_set_up
from forum_portal.workspace.team import views
from forum_portal.workspace.translations import views as translations

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_OWN_APPS = frozenset({"programme", "delegations", "events", "accounts", "mail"})


class OrganizersAdminSite(AdminSite):
    """Open to everybody in the team of an event; roles decide what each person sees."""

    site_title = _("Forum portal")
    site_header = _("Forum portal: organizers")
    index_title = _("What would you like to edit?")
    enable_nav_sidebar = False
    index_template = "admin/organizers.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Team, readiness and translations of each event, besides the admin's own URLs."""
        wrap = self.admin_view
        own: list[URLPattern | URLResolver] = [
            path("", wrap(self.start), name="index"),
            path("team/<int:event_pk>/", wrap(views.team), name="team"),
            path(
                "team/<int:event_pk>/members/<int:pk>/", wrap(views.team_member), name="team_member"
            ),
            path(
                "team/<int:event_pk>/invitations/<int:pk>/",
                wrap(views.team_invitation),
                name="team_invitation",
            ),
            path(
                "team/<int:event_pk>/second-factor/",
                wrap(views.team_second_factor),
                name="team_second_factor",
            ),
            path("readiness/<int:event_pk>/", wrap(readiness.readiness), name="readiness"),
            path("translations/<int:event_pk>/", wrap(translations.overview), name="translations"),
            path(
                "translations/<int:event_pk>/<str:label>/<int:pk>/<str:language>/",
                wrap(translations.side_by_side),
                name="translate",
            ),
            path("search/", wrap(self.search), name="search"),
            *self._edition_urls(),
        ]
        # Django leads from any row to its address, and asks neither whose it is nor whether it is
        # public: pages of rows link there themselves (`ScopedAdmin.public_path`).
        return [
            *own,
            *(
                pattern
                for pattern in super().get_urls()
                if getattr(pattern, "name", "") not in ("index", "view_on_site")
            ),
        ]

    def _edition_urls(self) -> list[URLPattern]:
        """The pages that create an edition, and fill a new one."""
        wrap = self.admin_view
        return [
            path("editions/new/", wrap(new_edition), name="edition_new"),
            path("editions/set-up/", wrap(guided_set_up), name="set_up"),
            path("editions/e-mail/", wrap(mail_test), name="mail_test"),
            path(
                "editions/<int:event_pk>/sub-forums/",
                wrap(pasting.paste_sub_forums),
                name="paste_sub_forums",
            ),
            path("editions/<int:event_pk>/rooms/", wrap(pasting.paste_rooms), name="paste_rooms"),
            path("editions/<int:event_pk>/copy/", wrap(edition_pages.copy), name="edition_copy"),
        ]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """The view behind its log-in, told as its edition tells until its page is written."""
        inner: Callable[..., HttpResponseBase] = super().admin_view(view, cacheable)

        @wraps(inner)
        def of_one_edition(
            request: HttpRequest, *args: object, **kwargs: str | int
        ) -> HttpResponseBase:
            edition, zone, languages = self._frame_of(request, kwargs)
            request.edition = edition  # type: ignore[attr-defined]
            request.has_several_zones = zone is None  # type: ignore[attr-defined]
            order = fallback_order(languages, is_shared=edition is None)
            with timezone.override(zone or UTC), order:
                response = inner(request, *args, **kwargs)
                return response.render() if isinstance(response, TemplateResponse) else response

        return cast("View", of_one_edition)

    def _frame_of(self, request: HttpRequest, arguments: Mapping[str, str | int]) -> Frame:
        """The edition of a page, its clock and its languages, or those of several.

        An address that names an edition has no page of another.
        """
        named, number = edition_of(request), arguments.get("event_pk")
        if named is not None:
            if number not in (None, named.pk):
                raise Http404
            return frame_of_editions([named])
        events = Event.objects.for_member(user_of(request))
        if number is not None:
            return frame_of_editions(events.filter(pk=number))
        # Every page of a kind of rows is below the address of its list.
        app, model = [*request.path_info.split("/"), "", ""][2:4]
        for kind, own in self._registry.items():
            is_own = (kind._meta.app_label, kind._meta.model_name) == (app, model)
            if is_own and isinstance(own, ZonedAdmin) and request.user.is_authenticated:
                return own.frame_of(request, arguments)
        return frame_of_editions(events)._replace(edition=None)

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        """Register only what the portal edits: groups and e-mail tables have no effect here."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        own = [model for model in models if model._meta.app_label in _OWN_APPS]
        super().register(own, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person belongs to the team of any event."""
        answer: bool | None = getattr(request, "works_here", None)
        if answer is None:
            user = request.user
            answer = bool(user.is_active and user.is_authenticated and is_in_any_team(user))
            request.works_here = answer  # type: ignore[attr-defined]
        return answer

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The context of every page: the rail of the current edition."""
        edition = edition_of(request)
        is_inside = edition is not None and self.has_permission(request)
        rail = workspace_of(request, edition, self._registry) if edition and is_inside else None
        return {**super().each_context(request), "workspace": rail}

    def start(self, request: HttpRequest) -> HttpResponse:
        """Show the overview of an edition; /admin/ leads to the current or next one.

        Before there is one, a superuser finds a link to create the first.
        """
        edition = edition_of(request)
        if edition is None:
            current = current_edition(request)
            return redirect(edition_url(current)) if current else self.index(request)

        def may_see(model: type[Model]) -> bool:
            return self._registry[model].has_view_permission(request)

        context = self.each_context(request) | overview_context(request, edition, may_see)
        return TemplateResponse(request, "admin/overview.html", context)

    def search(self, request: HttpRequest) -> HttpResponse:
        """Search the edition for the words of `q`; a single hit is opened at once."""
        query = request.GET.get("q", "")
        groups = search_edition(request, self._registry, query)
        hits = [hit for group in groups for hit in group.rows]
        if len(hits) == 1:
            return redirect(hits[0].url)
        context = {"title": _("Search"), "query": query, "searched": query, "groups": groups}
        return TemplateResponse(request, "admin/search.html", self.each_context(request) | context)

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Redirect to the portal's only login, with its throttle."""
        target = {"next": request.GET.get("next") or reverse("admin:index")}
        if request.user.is_authenticated:
            return redirect("landing")
        return redirect(f"{reverse('account_login')}?{urlencode(target)}")
