"""The pages on which a focal point accepts or declines the invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegations.choices import DeclineReason
from delegations.models import FocalPoint
from delegations.people.edit_conflicts import show_conflicts
from delegations.people.merge_edits import ChangedMeanwhile
from delegations.registration.replies import (
    RepliedMeanwhile,
    ReplyClosed,
    ReplyOptions,
    accept_invitation,
    decline_invitation,
    find_head,
    load_reply_options,
)
from delegations.registration.reply_forms import AcceptForm, DeclineForm
from delegations.registration.services import (
    PersonMerged,
    QuotaExceeded,
    RegistrationClosed,
    most_people,
)
from delegations.registration.views.focal_access import focal_answer, focal_page
from delegations.registration.views.save_entry import too_many


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def accept(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Accept the invitation: how many come and who leads them, then a confirmation."""
    options = load_reply_options(focal_point.delegation)
    reply = options.current
    initial = {"party_size": reply.party_size if reply else None, "seen_reply": options.seen}
    form = AcceptForm(
        request.POST or None,
        initial=initial,
        most=most_people(focal_point.delegation),
        head=find_head(focal_point.delegation),
    )
    return _reply_page(request, focal_point, options, form)


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def decline(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Decline the invitation with a reason, then a confirmation."""
    options = load_reply_options(focal_point.delegation)
    reply = options.current
    initial = {"seen_reply": options.seen}
    if reply and not reply.accepts:
        initial |= {"reason": reply.reason, "note": reply.note}
    return _reply_page(
        request, focal_point, options, DeclineForm(request.POST or None, initial=initial)
    )


def _reply_page(
    request: HttpRequest,
    focal_point: FocalPoint,
    options: ReplyOptions,
    form: AcceptForm | DeclineForm,
) -> HttpResponse:
    if not options.can_reply:
        messages.error(request, _("Your reply can no longer be changed. Contact the host office."))
        return redirect("focal:overview")
    is_valid = form.is_bound and form.is_valid()
    if is_valid and "confirmed" in request.POST:
        if _send(request, focal_point, form):
            return redirect("focal:overview")
        is_valid = False
    context = {
        "form": form,
        "accepts": isinstance(form, AcceptForm),
        "is_checked": is_valid and "back" not in request.POST,
        "options": options,
        "head": find_head(focal_point.delegation),
    }
    status = 400 if form.errors else 200
    return focal_answer(request, "focal/reply.html", focal_point, context, status)


def _send(request: HttpRequest, focal_point: FocalPoint, form: AcceptForm | DeclineForm) -> bool:
    """Send the reply; add an error to the form and return False if it cannot be sent."""
    try:
        _reply(focal_point, form)
    except RepliedMeanwhile:
        form.add_error(
            None,
            _(
                "The reply has changed since you opened this page: please look at it below. "
                "Send yours again if it is to replace it."
            ),
        )
        focal_point.delegation.refresh_from_db(fields=["status"])
        form.show_meanwhile(load_reply_options(focal_point.delegation))
    except ChangedMeanwhile as error:
        show_conflicts([form], request.POST, error)
    except QuotaExceeded as error:
        form.add_error(None, too_many(error))
    except (ReplyClosed, RegistrationClosed, PersonMerged):
        form.add_error(None, _("Your reply can no longer be changed. Contact the host office."))
    else:
        messages.success(request, _("Your reply has been sent to the host office."))
        return True
    return False


def _reply(focal_point: FocalPoint, form: AcceptForm | DeclineForm) -> None:
    values = form.cleaned_data
    if isinstance(form, AcceptForm):
        accept_invitation(
            focal_point=focal_point,
            seen=values["seen_reply"],
            party_size=values["party_size"],
            head=form.head if any(form.head.values()) else {},
            head_seen=form.seen_head,
        )
    else:
        decline_invitation(
            focal_point=focal_point,
            seen=values["seen_reply"],
            reason=DeclineReason(values["reason"]),
            note=values["note"],
        )
