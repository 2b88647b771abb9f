"""The steps of the guided set-up: ordinary pages of the workspace, in the order of the work.

That somebody is being led is in their session; what is done is asked of the data. So the set-up can
be left and taken up again at any step, and nothing is done twice.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.second_factor import second_factors_of
from events.admin_base.zoned_admin import edition_of
from events.models import Event, Invitation, Room, TeamMember
from events.permissions import lacks_second_factor
from forum_portal.workspace.edition_urls import current_edition, edition_url
from programme.models import SubForum

_KEY = "is_setting_up"
_PLACES = ("/admin/", "/accounts/")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Its pages are below `url`, which needs an edition, or below `more`."""

    label: str | Promise
    hint: str | Promise
    url: str
    # None if the data do not tell.
    is_done: bool | None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """Where in the set-up a page is. `current` is None on a page of no step, and at the end."""

    steps: tuple[Step, ...]
    number: int
    end_url: str
    is_end: bool
    # A forum is there that opens only with a second factor, and there is none.
    is_held: bool

    @property
    def current(self) -> Step | None:
        """The step of the page."""
        return self.steps[self.number - 1] if self.number else None

    @property
    def next_url(self) -> str:
        """The next step that can be taken; on a page of no step, the first that is not done.

        Empty where nothing can be taken up; at the end, the page that ends the set-up.
        """
        if self.is_held:
            return ""
        if self.number:
            following = (step.url for step in self.steps[self.number :])
            return next(following, self.end_url)
        open_urls = (step.url for step in self.steps if step.url and step.is_done is False)
        return next(open_urls, self.end_url)


def begin(request: HttpRequest) -> None:
    """Lead this person from now on."""
    request.session[_KEY] = True


def leave(request: HttpRequest) -> None:
    """Lead them no more."""
    request.session.pop(_KEY, None)


def is_led(request: HttpRequest) -> bool:
    """Whether this person is being led; only superusers are."""
    user, session = getattr(request, "user", None), getattr(request, "session", {})
    return bool(user and user.is_authenticated and user.is_superuser and session.get(_KEY))


def set_up_strip(request: HttpRequest) -> dict[str, object]:
    """`set_up` for the templates; no public page asks who its reader is."""
    if not request.path_info.startswith(_PLACES):
        return {}
    return {"set_up": SimpleLazyObject(lambda: load_strip(request) if is_led(request) else None)}


def load_strip(request: HttpRequest) -> Strip:
    """The strip of the page of `request`."""
    edition = edition_of(request) or current_edition(request)
    steps = (*_first_steps(request, edition), *_steps_of(edition))
    number = _number_of(request.path_info, steps)
    end_url = edition_url(edition, "admin:readiness", edition.pk) if edition else ""
    is_end = bool(end_url) and request.path_info == end_url
    is_held = number == 1 and lacks_second_factor(user_of(request))
    return Strip(steps, number, end_url, is_end, is_held)


def _number_of(path: str, steps: tuple[Step, ...]) -> int:
    for number, step in enumerate(steps, start=1):
        if path.startswith(tuple(start for start in (step.url, step.more) if start)):
            return number
    return 0


def _first_steps(request: HttpRequest, edition: Event | None) -> tuple[Step, ...]:
    return (
        Step(
            _("Second factor"),
            _(
                "A passkey or an app protects your account, which can do everything. "
                "You need one as soon as the forum exists."
            ),
            reverse("second-factor"),
            second_factors_of(user_of(request).pk).exists(),
            more=reverse("mfa_index"),
        ),
        Step(
            _("E-mail"),
            _("Send yourself a test e-mail and read the answer of the mail server."),
            reverse("admin:mail_test"),
            None,
        ),
        Step(
            _("Forum"),
            _("Name, dates, place, languages, and the programme to begin with."),
            reverse("admin:edition_new"),
            edition is not None,
        ),
    )


def _steps_of(edition: Event | None) -> tuple[Step, ...]:
    def url(name: str) -> str:
        return edition_url(edition, name, edition.pk) if edition else ""

    return (
        Step(
            _("Sub-forums"),
            _("Paste their titles, one per line."),
            url("admin:paste_sub_forums"),
            SubForum.objects.filter(event=edition).exists(),
        ),
        Step(
            _("Rooms"),
            _("Paste their names, one per line, with the seats."),
            url("admin:paste_rooms"),
            Room.objects.filter(venue__event=edition).exists(),
        ),
        Step(
            _("Team"),
            _("Invite your colleagues by e-mail, each in a role."),
            url("admin:team"),
            Invitation.objects.filter(event=edition).exists()
            or TeamMember.objects.filter(event=edition).count() > 1,
        ),
        Step(
            _("What visitors see"),
            _("Texts and picture of the home page. “Published” opens it to the public."),
            url("admin:events_event_change"),
            bool(edition and edition.is_public),
        ),
    )
