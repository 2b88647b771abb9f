"""Agenda, sub-forums, sessions and speakers, for visitors: always the newest release."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.pages.cache import public_page, set_cacheable, set_fresh_until
from core.text.translated import fallback_order
from events.former_addresses import redirect_to_present
from events.models import Event, Venue
from events.visitors import public_event, visitor_page
from programme.agenda.filter_options import facet_names, filter_options, view_names
from programme.agenda.former_addresses import find_current_track
from programme.agenda.forms import AgendaFilterForm, SpeakerFilterForm
from programme.agenda.grid import grid_of
from programme.agenda.load_agenda import published_agenda
from programme.agenda.my_agenda import my_agenda
from programme.agenda.now import media_at, next_media_change, picture_of, read_moment
from programme.agenda.page_state import (
    FACETS,
    GRID,
    AgendaState,
    chosen_days,
    read_state,
    sessions_on,
    ways_out,
)
from programme.agenda.portraits import find_profile, portrait_url
from programme.agenda.public_history import load_public_history
from programme.agenda.schema_org import session_data, speaker_data
from programme.agenda.session_documents import shown_documents
from programme.agenda.session_pictures import picture_url
from programme.agenda.speakers import FACETS as SPEAKER_FACETS
from programme.agenda.speakers import (
    choose,
    load_delegations,
    load_speakers,
    read_choice,
    speaker_options,
)
from programme.agenda.sub_forums import load_sub_forums
from programme.agenda.summary import summary
from programme.agenda.values import Agenda, Session
from programme.models import ScheduleRelease


def agenda_context(agenda: Agenda, state: AgendaState) -> dict[str, object]:
    """The context of `programme/agenda.html`, which the preview of the draft shares."""
    days = chosen_days(agenda, state)
    options = filter_options(agenda, state)
    labels = {"day": _("day"), "q": _("search")} | facet_names()
    return {
        "agenda": agenda,
        "state": state,
        "days": days,
        "grids": [(day, grid_of(day)) for day in days] if state.view == GRID else [],
        "session_count": len(sessions_on(days)),
        "form": AgendaFilterForm(state.chosen, options),
        "day_links": [(day, state.query(day=day.date.isoformat())) for day in agenda.days],
        "view_links": [(view, label, state.query(view=view)) for view, label in view_names()],
        "all_days_query": state.query(day=""),
        "ways_out": [
            (labels[name], wider.query(), count) for name, wider, count in ways_out(agenda, state)
        ]
        if not days
        else [],
    }


def _page(
    request: HttpRequest,
    template: str,
    event: Event,
    published: Agenda,
    context: Mapping[str, object],
    query: str = "",
    fresh_until: datetime | None = None,
) -> HttpResponse:
    """Render a page of the released agenda, in the zone of the release."""
    whole = {"agenda": published, **context}
    zone = published.zone
    response = visitor_page(request, f"programme/{template}", event, whole, query, zone)
    set_fresh_until(response, fresh_until)
    return response


@public_page(query=("view", "day", "q", *FACETS))
def agenda(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show the agenda by day, as a list or as a grid."""
    event = public_event(event_slug)
    published = published_agenda(event)
    today = timezone.localdate(timezone=published.zone)
    state = read_state(request.GET.dict(), published, today)
    if not state.track and (
        track := find_current_track(event, published, request.GET.get("track", ""))
    ):
        return redirect_to_present(f"{request.path}?{state.query(track=track)}")
    context = agenda_context(published, state)
    # Without a chosen day the grid opens on today, which ends at midnight.
    midnight = datetime.combine(today + timedelta(days=1), time(), published.zone)
    until = midnight if state.view == GRID else None
    query = state.query()
    response = _page(request, "agenda.html", event, published, context, query, fresh_until=until)
    # What somebody searches for is theirs alone: it would push out pages that many read.
    set_cacheable(response, state.is_known and not state.q)
    return response


@public_page(query=("at",))
def now(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show current and next sessions, for lobby screens; `?at=2023-12-08T14:30` rehearses."""
    event = public_event(event_slug)
    asked = request.GET.get("at", "")
    published = published_agenda(event)
    at = read_moment(asked, published.zone)
    present = timezone.localtime(timezone=published.zone).replace(second=0, microsecond=0)
    picture = picture_of(published, at or present)
    context = {"now": picture, "is_rehearsal": at is not None, "unread": asked if not at else ""}
    response = _page(request, "now.html", event, published, context)
    set_cacheable(response, False)  # it depends on the clock
    return response


@public_page(query=("s",))
def mine(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show the sessions that a visitor starred; `?s=` has their codes, so a link shares them."""
    event = public_event(event_slug)
    published = published_agenda(event)
    chosen = my_agenda(published, request.GET.get("s", ""))
    query = f"s={chosen.codes}" if chosen.codes else ""
    response = _page(request, "my_agenda.html", event, published, {"mine": chosen}, query)
    # One visitor's choice would push out pages that many read.
    set_cacheable(response, not request.GET.get("s"))
    return response


@public_page()
def change_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show what each release changed, newest first."""
    event = public_event(event_slug)
    context = {"history": load_public_history(event), "language": get_language()}
    return visitor_page(request, "programme/change_list.html", event, context)


@public_page()
def sub_forum_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """List the sub-forums with their sessions."""
    event = public_event(event_slug)
    published = published_agenda(event)
    context = {"sub_forums": load_sub_forums(event, published)}
    return _page(request, "sub_forum_list.html", event, published, context)


@public_page()
def sub_forum_detail(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Show one sub-forum: its questions, its host, its sessions."""
    event = public_event(event_slug)
    published = published_agenda(event)
    shown = {
        sub_forum.slug: (sub_forum, sessions)
        for sub_forum, sessions in load_sub_forums(event, published)
    }
    if slug not in shown:
        raise Http404
    sub_forum, sessions = shown.pop(slug)
    with fallback_order(event.languages, is_closed=True):
        questions = sub_forum.questions.best()
    context = {
        "sub_forum": sub_forum,
        "questions": questions.text.splitlines(),
        "questions_language": questions.language if questions.language != get_language() else "",
        "sessions": sessions,
        "others": [other for other, _sessions in shown.values()],
    }
    return _page(request, "sub_forum_detail.html", event, published, context)


@public_page()
def session_detail(request: HttpRequest, event_slug: str, code: str) -> HttpResponse:
    """Show one session: time, place, languages, people."""
    event = public_event(event_slug)
    published = published_agenda(event)
    session = published.by_code.get(code)
    if session is None:
        return _withdrawn(request, event, published, code)
    present = timezone.now()
    media, until = media_at(session, present), next_media_change([session], present)
    picture = picture_url(event, session, media)
    with fallback_order(event.languages, is_closed=True):
        facts, title = session_data(event, published, session, media, picture), str(session.title)
    context = {
        "about": summary(session, event.languages),
        "facts": facts,
        "headline": _("Cancelled: %s") % title if session.is_cancelled else title,
        "session": session,
        "media": media,
        "picture_url": picture,
        "documents": shown_documents(event, session, media),
        "venue": _venue(event, session),
        "neighbours": published.neighbours(session),
        "change": ScheduleRelease.objects.newest_change(event, session.guid),
    }
    return _page(request, "session_detail.html", event, published, context, fresh_until=until)


def _venue(event: Event, session: Session) -> Venue | None:
    """The released venue with its present details: people on their way must find it."""
    if session.room is None:
        return None
    # Older releases know the room alone, which may have been put into another venue since.
    guid = session.room.venue_guid
    venues = event.venues.filter(**({"guid": guid} if guid else {"rooms__guid": session.room.guid}))
    return venues.first()


def _withdrawn(request: HttpRequest, event: Event, published: Agenda, code: str) -> HttpResponse:
    """Answer 410 for a session that was withdrawn; 404 for one that never existed."""
    if code not in published.gone:
        raise Http404
    response = visitor_page(request, "programme/session_gone.html", event, {})
    response.status_code = 410
    return response


@public_page(query=SPEAKER_FACETS)
def speaker_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """List everybody on stage, by name, or those of a country, sub-forum or delegation."""
    event = public_event(event_slug)
    published = published_agenda(event)
    everybody = load_speakers(event, published)
    chosen, is_known = read_choice(request.GET.dict(), everybody)
    with fallback_order(event.languages, is_closed=True):
        form = SpeakerFilterForm(chosen, speaker_options(published, everybody, chosen))
    context = {"speakers": choose(everybody, chosen), "chosen": chosen, "form": form}
    response = _page(request, "speaker_list.html", event, published, context, urlencode(chosen))
    set_cacheable(response, is_known)
    return response


@public_page()
def speaker_detail(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Show one person on stage with their sessions."""
    event = public_event(event_slug)
    published = published_agenda(event)
    if slug not in published.speakers:
        raise Http404
    person, appearances = published.speakers[slug]
    profile = find_profile(event, person.guid)
    picture = portrait_url(event, profile)
    with fallback_order(event.languages, is_closed=True):
        facts = speaker_data(event, person, [session for session, _role in appearances], picture)
    context = {
        "facts": facts,
        "person": person,
        "profile": profile,
        "portrait_url": picture,
        "delegation": load_delegations(event, published).get(person.guid, ""),
        "appearances": appearances,
    }
    return _page(request, "speaker_detail.html", event, published, context)
