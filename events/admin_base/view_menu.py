"""Views of an organizers' list that somebody saved, for themselves or for the team."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.http import user_of
from core.lists.admin_lists import DeclaredLists
from core.lists.admin_views import VIEW_VAR, NamedQuery
from core.text.numbers import row_number
from events.admin_base.zoned_admin import edition_of
from events.models import Event, SavedList
from events.querysets import SavedListQuerySet
from events.saved_lists import LONGEST_QUERY, save_list, tidy_name

# The buttons of the menu; `view` names the row that they are about.
_BUTTON, _ROW, _NAME, _TEAM = "_view", "view", "name", "team"


class ViewsOfEdition(DeclaredLists):
    """Before a ModelAdmin: views are saved within an edition, for oneself or for its team.

    People who may change rows of the list may share a view, and edit those that are shared.
    """

    def saves_views(self, request: HttpRequest) -> bool:
        """Within an edition, everybody who sees the list."""
        return edition_of(request) is not None

    def may_share_views(self, request: HttpRequest) -> bool:
        """Those who may change rows of the list."""
        return self.has_change_permission(request)

    def saved_views(self, request: HttpRequest) -> Sequence[NamedQuery]:
        """The reader's own views and those of the team."""
        edition = edition_of(request)
        if edition is None:
            return ()
        may_share, reader = self.may_share_views(request), user_of(request)
        return [
            NamedQuery(
                key=str(row.pk),
                label=row.name,
                query=row.query,
                is_teams=row.owner_id is None,
                may_edit=may_share or row.owner_id == reader.pk,
                pk=row.pk,
            )
            for row in self._saved_rows(edition).open_to(reader)
        ]

    def _saved_rows(self, edition: Event) -> SavedListQuerySet:
        return SavedList.objects.of_list(edition, self.list_key)

    def answer_menus(self, request: HttpRequest) -> HttpResponseBase | None:
        """The answer to a form of the head, views included."""
        answer = super().answer_menus(request)
        edition, asked = edition_of(request), request.POST.get(_BUTTON)
        answers: dict[str, Callable[[HttpRequest, Event], HttpResponse]] = {
            "save": self._save_view,
            "keep": self._keep_view,
            "rename": self._rename_view,
            "delete": self._delete_saved,
        }
        if answer is not None or edition is None or asked not in answers:
            return answer
        return answers[asked](request, edition)

    def _save_view(self, request: HttpRequest, edition: Event) -> HttpResponse:
        """Save the page under the name that was typed."""
        name, query = tidy_name(request.POST.get(_NAME, "")), self.view_state(request)
        if not name:
            messages.error(request, _("Give the view a name."))
            return _page_of(request, request.GET.get(VIEW_VAR, ""), query)
        if len(query) > LONGEST_QUERY:
            return _refuse_long(request, query)
        is_teams = _TEAM in request.POST and self.may_share_views(request)
        row = save_list(
            event=edition,
            list_name=self.list_key,
            name=name,
            query=query,
            user=user_of(request),
            is_teams=is_teams,
        )
        messages.success(request, _("The view “%s” has been saved.") % name)
        return _page_of(request, str(row.pk), query)

    def _keep_view(self, request: HttpRequest, edition: Event) -> HttpResponse:
        """Save the page under the name of the view from which it came."""
        row, query = self._own_view(request, edition), self.view_state(request)
        if len(query) > LONGEST_QUERY:
            return _refuse_long(request, query)
        row.query, row.updated_by = query, user_of(request)
        row.save()
        messages.success(request, _("The view “%s” has been saved.") % row)
        return _page_of(request, str(row.pk), query)

    def _rename_view(self, request: HttpRequest, edition: Event) -> HttpResponse:
        row, name = self._own_view(request, edition), tidy_name(request.POST.get(_NAME, ""))
        row.name, row.updated_by = name or row.name, user_of(request)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            messages.error(request, _("Another view is called “%s”.") % name)
        return _page_of(request, str(row.pk), row.query)

    def _delete_saved(self, request: HttpRequest, edition: Event) -> HttpResponse:
        row = self._own_view(request, edition)
        row.delete()
        messages.success(request, _("The view “%s” has been deleted.") % row)
        return _page_of(request, "", "")

    def _own_view(self, request: HttpRequest, edition: Event) -> SavedList:
        """The view that the form is about, if the reader may edit it; 404 otherwise."""
        may_share = self.may_share_views(request)
        rows = self._saved_rows(edition).kept_by(user_of(request), may_edit_team=may_share)
        return get_object_or_404(rows, pk=row_number(request.POST.get(_ROW, "")))


def _refuse_long(request: HttpRequest, query: str) -> HttpResponse:
    messages.error(request, _("This view has too many filters to be saved."))
    return _page_of(request, "", query)


def _page_of(request: HttpRequest, view: str, query: str) -> HttpResponse:
    parts = (urlencode({VIEW_VAR: view}) if view else "", query)
    joined = "&".join(part for part in parts if part)
    return HttpResponseRedirect(f"{request.path}?{joined}" if joined else request.path)
