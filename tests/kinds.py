"""Every kind of page that visitors meet, full and empty: for tests that look at all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone, translation

from accounts.models import User
from core.pages import errors
from core.pages.cache import store
from core.protection.sealed import seal
from core.protection.tokens import token_digest
from delegations.access.personal_links import send_personal_link
from delegations.models import Attendee, FocalPoint, PersonalLink
from events.models import Award, Event, Invitation
from events.newsletter.services import leave_token
from programme.agenda.load_agenda import published_agenda
from programme.models import Session
from programme.releases.preview_links import create_link
from programme.releases.services import release_agenda
from tests.demo import load_demo_forum
from tests.factories import (
    make_attendee,
    make_award,
    make_delegation,
    make_entry,
    make_event,
    make_focal_point,
    make_invitation,
    make_profile,
    make_subscriber,
    text,
)

FULL, COMING, EMPTY = "gmf-2023", "coming", "empty"
LANGUAGES = ("en", "zh-hans", "fr", "es", "ar")
# A day of the demo, and a minute at which seven sub-forums run.
DAY, MOMENT = "2023-12-08", "2023-12-08T14:45"
_ERRORS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "error: 400": lambda request: errors.bad_request(request, Exception()),
    "error: 403": lambda request: errors.permission_denied(request, Exception()),
    "error: form expired": errors.csrf_failure,
    "error: 404": lambda request: errors.page_not_found(request, Exception()),
    "error: 500": errors.server_error,
    "error: 503": lambda _request: errors.unavailable(),
}


@dataclass
class Kinds:
    """The pages by kind. `load()` makes it; a path has `{language}` where its language goes."""

    paths: dict[str, str]
    # What is only answered to a form that was sent: where to, and what was typed.
    sent: dict[str, tuple[str, dict[str, str]]]
    client: Client = field(default_factory=Client)
    # The pages that an address led on to.
    led_to: set[str] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """All kinds, error pages last."""
        return [*self.paths, *self.sent, *_ERRORS]

    def html(self, name: str, language: str) -> str:
        """The page of that kind as it is sent."""
        asked = {"accept-language": language}
        if name in self.paths:
            address = self.path(name, language)
            answer: Any = self.client.get(address, headers=asked, follow=True)
            with translation.override(language):
                self.led_to |= {resolve(path).view_name for path, _status in answer.redirect_chain}
        elif name in self.sent:
            path, data = self.sent[name]
            answer = self.client.post(path.format(language=language), data, headers=asked)
        else:
            with translation.override(language):
                answer = _ERRORS[name](HttpRequest())
        return str(answer.content.decode())

    def path(self, name: str, language: str) -> str:
        """The address of a kind that has one."""
        return self.paths[name].format(language=language)

    def show(self, page: Any, origin: str, name: str, language: str) -> None:
        """Open it in a browser, at its own address where it has one."""
        if name in self.paths:
            page.set_extra_http_headers({"accept-language": language})
            page.goto(origin + self.path(name, language))
            return
        address = f"{origin}/{language}/answer/"
        body = self.html(name, language)
        page.route(address, lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(address)
        page.unroute(address)


def load() -> Kinds:
    """The demo and what it lacks: two more editions, a cancelled session, a second release."""
    load_demo_forum()
    event = Event.objects.get(slug=FULL)
    cancelled = Session.objects.get(event=event, title__en="Press briefing")
    cancelled.status = "cancelled"
    cancelled.save()
    editor = User.objects.get(email="editor@demo.example")
    release_agenda(event=event, by=editor, comment="The press briefing is cancelled.")
    store.clear()
    paths = _full_paths(event) | _other_editions(event) | _beside_events() | _by_link(event, editor)
    return Kinds(paths, _sent(event))


def _full_paths(event: Event) -> dict[str, str]:
    sessions = published_agenda(event).sessions
    with_people = next(session for session in sessions if session.sub_forum)
    alone = next(
        session for session in sessions if not session.appearances and not session.is_cancelled
    )
    cancelled = next(session for session in sessions if session.is_cancelled)
    speaker = next(iter(published_agenda(event).speakers))
    codes = f"{with_people.code}.{sessions[0].code}"
    paths = {
        "home": "",
        "agenda: list": "agenda/",
        "agenda: grid": f"agenda/?view=grid&day={DAY}",
        "agenda: rooms": f"agenda/?view=rooms&day={DAY}",
        "agenda: filtered": "agenda/?language=fr&kind=sub-forum",
        "agenda: nothing found": f"agenda/?day={DAY}&q=nothing",
        "now: running": f"agenda/now/?at={MOMENT}",
        "now: over": "agenda/now/",
        "my agenda": f"agenda/mine/?s={codes}",
        "my agenda: empty": "agenda/mine/",
        "changes": "agenda/changes/",
        "sub-forums": "sub-forums/",
        "sub-forum": "sub-forums/ai-digital-economy/",
        "session": f"sessions/{with_people.code}/",
        "session: nobody on stage": f"sessions/{alone.code}/",
        "session: cancelled": f"sessions/{cancelled.code}/",
        "speakers": "speakers/",
        "speaker": f"speakers/{speaker}/",
        "speaker: with photograph": f"speakers/{_with_profile(event)}/",
        "delegations": "delegations/",
        "news": "news/",
        "news: item": f"news/{event.news.filter(language='en').order_by('pk')[0].slug}/",
        "award: results": "award/",
        "documents": "documents/",
        "newsletter": "newsletter/",
        "newsletter: sent": "newsletter/sent/",
        "newsletter: confirm": f"newsletter/confirm/{_wish(event)}/",
        "newsletter: leave": f"newsletter/leave/{leave_token(make_subscriber(event).guid)}/",
        "newsletter: link too old": "newsletter/confirm/nothing/",
        "information": "info/",
        "information: page": f"info/{event.pages.order_by('pk')[0].slug}/",
        "search": "search/",
        "search: found": "search/?q=Guangzhou",
        "search: nothing found": "search/?q=nothing+of+this+name",
        "editions": "editions/",
        "not found": "sessions/NOPE22/",
        "privacy": "privacy/",
        "offline": "offline/",
    }
    return {name: f"/{{language}}/{FULL}/{path}" for name, path in paths.items()}


def _with_profile(event: Event) -> str:
    slug, (person, _where) = list(published_agenda(event).speakers.items())[1]
    biography = text(
        "A mayor who **plants trees**.\n\nBefore that, a teacher.", ar="عمدة يغرس الأشجار."
    )
    make_profile(
        Attendee.objects.get(guid=person.guid), biography=biography, portrait_credit="City Hall"
    )
    return slug


def _other_editions(event: Event) -> dict[str, str]:
    common = {"languages": list(LANGUAGES), "city": event.city, "time_zone": event.time_zone}
    years = {COMING: 2031, EMPTY: 2035}
    editions = {
        slug: make_event(
            slug=slug,
            title=text(f"Forum {year}"),
            start_date=date(year, 5, 1),
            end_date=date(year, 5, 3),
            **common,
        )
        for slug, year in years.items()
    }
    demo = Award.objects.get(event=event)
    now, month = timezone.now(), timedelta(days=30)
    award = make_award(
        editions[COMING], title=demo.title, shortlist_at=now - month, results_at=now + month
    )
    for entry in demo.entries.all()[:3]:
        make_entry(award, city=entry.city, country=entry.country)
    empty = (
        "",
        "agenda/",
        "agenda/now/",
        "agenda/changes/",
        "sub-forums/",
        "speakers/",
        "delegations/",
        "news/",
        "award/",
        "documents/",
        "info/",
    )
    return {
        "award: before results": f"/{{language}}/{COMING}/award/",
        **{f"empty: {path or 'home'}": f"/{{language}}/{EMPTY}/{path}" for path in empty},
    }


def _beside_events() -> dict[str, str]:
    return {
        "style": "/style/?lang={language}",
        "log-in": reverse("account_login"),
        "password forgotten": reverse("account_reset_password"),
    }


def _by_link(event: Event, editor: User) -> dict[str, str]:
    """Links of mails: each leads on to a page whose address does not say it."""
    token = "the-link-of-a-mail"
    make_invitation(event)
    Invitation.objects.filter(event=event).update(token_hash=token_digest(token))
    _link, preview = create_link(event=event, by=editor, label="Interpreters", days=7)
    return {
        "join": reverse("join-link", args=[token]),
        "join: link unknown": reverse("join-link", args=["nothing"]),
        "preview": reverse("preview-link", args=[preview]),
        "focal: door": reverse("focal-link", args=[_focal_token()]),
        "own: door": reverse("focal-link", args=[_own_token()]),
        "focal: link unknown": reverse("focal-link", args=["nothing"]),
        "focal: new link": reverse("focal-renew"),
    }


def _focal_token() -> str:
    """That of the link of somebody who registers a delegation to the edition that comes."""
    event = Event.objects.get(slug=COMING)
    focal_point = make_focal_point(make_delegation(event))
    token = "the-link-of-a-focal-point"
    FocalPoint.objects.filter(pk=focal_point.pk).update(token_hash=token_digest(token))
    return token


def _own_token() -> str:
    """That of the link of somebody who finishes their own entry in the same edition."""
    event = Event.objects.get(slug=COMING)
    person = make_attendee(make_delegation(event), status="draft")
    link = send_personal_link(attendee=person, email="own@example.org", language="en")
    token = "the-link-of-one-person"
    PersonalLink.objects.filter(pk=link.pk).update(token_hash=token_digest(token))
    return token


def _sent(event: Event) -> dict[str, tuple[str, dict[str, str]]]:
    here = f"/{{language}}/{event.slug}/newsletter"
    leaver = make_subscriber(event)
    return {
        "newsletter: error": (f"{here}/subscribe/", {"email": "nobody", "language": "en"}),
        "newsletter: confirmed": (f"{here}/confirm/{_wish(event)}/", {}),
        "newsletter: left": (f"{here}/leave/{leave_token(leaver.guid)}/", {}),
        "log-in: error": (
            reverse("account_login"),
            {"login": "nobody@example.org", "password": "wrong"},
        ),
    }


def _wish(event: Event) -> str:
    wish = {"event": str(event.guid), "email": "reader@example.org", "language": "en"}
    return seal(wish, "newsletter")
