"""The planner: the page with the board, and what changes on it while it is open."""

from datetime import date

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.http import user_of
from accounts.roles import Right
from core.text.translated import fallback_order
from events.models import Event
from programme.admin.planner_moves import check, draft_event, move, shift
from programme.editing.board import Board, Keys, find_days, load_board, load_keys
from programme.editing.board_changes import BoardState, load_changes
from programme.editing.board_filter import BoardFilter
from programme.editing.board_rows import write_rows
from programme.editing.board_values import values_of
from programme.models import Session


def planner_urls() -> list[URLPattern]:
    """The addresses of the planner, below those of the sessions."""
    wrap = admin.site.admin_view
    name = "programme_planner"
    return [
        path("planner/<int:event_pk>/", wrap(planner), name=name),
        path("planner/<int:event_pk>/changes/", changes, name=f"{name}_changes"),
        path("planner/<int:event_pk>/shift/", wrap(shift), name=f"{name}_shift"),
        path("planner/<int:event_pk>/<uuid:guid>/check/", wrap(check), name=f"{name}_check"),
        path("planner/<int:event_pk>/<uuid:guid>/move/", wrap(move), name=f"{name}_move"),
    ]


@require_GET
def planner(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Show a day of the draft as a table that the script turns into a board of all days.

    With `warnings` in the address, the table says what the checks find, which takes longer.
    """
    event = draft_event(request, event_pk)
    state, keys = BoardState.load(event.pk), load_keys(event, user_of(request))
    day = _asked_day(request, event, keys)
    with fallback_order(event.languages):
        board = load_board(event, keys, day=day, is_checked="warnings" in request.GET)
        context = {
            **admin.site.each_context(request),
            **_shown(board, day, BoardFilter.of(request.GET)),
            "title": _("Planner: %s") % event,
            "opts": Session._meta,
            "event": event,
            "state": state,
        }
        return TemplateResponse(request, "admin/programme/planner.html", context).render()


def _shown(board: Board, day: date, chosen: BoardFilter) -> dict[str, object]:
    return {
        "board": board,
        "day": day,
        "venues": chosen.venue_choices(board),
        "sub_forums": chosen.sub_forum_choices(board),
        "groups": [(group, write_rows(board.blocks_of(group), chosen)) for group in (day, None)],
    }


@require_GET
def changes(request: HttpRequest, event_pk: int) -> HttpResponseBase:
    """Return what changed since `since`; 304 as long as that is nothing.

    A page that has the rows of one `day` alone gets those of the other days as well.
    The board asks every few seconds, so that the answer “nothing” takes two queries.
    """
    known = request.headers.get("If-None-Match", "")
    events = Event.objects.with_right(request.user, Right.VIEW_DRAFT)
    if known and events.filter(pk=event_pk).exists() and known == _etag(BoardState.load(event_pk)):
        return HttpResponseNotModified(headers={"ETag": known})
    return admin.site.admin_view(_changes)(request, event_pk=event_pk)


def _changes(request: HttpRequest, event_pk: int) -> JsonResponse:
    event, user = draft_event(request, event_pk), user_of(request)
    with fallback_order(event.languages):
        since = BoardState.read(request.GET.get("since", ""))
        recent = load_changes(event, user, since, only_day=request.GET.get("day", ""))
        answer = {
            "since": str(recent.state),
            "board": values_of(recent.blocks),
            "gone": recent.gone,
            "authors": recent.authors,
            "sentences": recent.sentences,
        }
    # Chinese as it is: escaped, each character would take twice as many bytes.
    readable = {"ensure_ascii": False, "separators": (",", ":")}
    headers = {"ETag": _etag(recent.state)}
    return JsonResponse(answer, json_dumps_params=readable, headers=headers)


def _etag(state: BoardState) -> str:
    return f'"{state}"'


def _asked_day(request: HttpRequest, event: Event, keys: Keys) -> date:
    """Return the day that the address names, or that of the session it names.

    Otherwise today, or the first day of the event, or any day, of those that have sessions.
    """
    by_text = {day.isoformat(): day for day in find_days(event, keys)}
    session = keys.get(request.GET.get("session", ""))
    asked = session.place["day"] if session else request.GET.get("day", "")
    if asked in by_text:
        return by_text[asked]
    filled = {key.place["day"] for key in keys.values() if key.is_planned}
    days = [day for text, day in by_text.items() if text in filled]
    today = timezone.now().astimezone(event.zone).date()
    # Arrivals on the day before are seldom what somebody opens the planner for.
    own = [day for day in days if event.covers(day)]
    return today if today in days else next(iter([*own, *days]), event.start_date)
