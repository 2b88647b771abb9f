"""The focal points' page for the nomination letter."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.files.uploads import attachment
from delegations.models import FocalPoint
from delegations.registration.files import hand_in_letter
from delegations.registration.forms import LetterForm
from delegations.registration.services import QuotaExceeded, RegistrationClosed, is_open
from delegations.registration.views.focal_access import focal_answer, focal_page


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def nomination(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """List the uploaded versions, with a form for a new one."""
    is_sent = request.method == "POST"
    form = LetterForm(request.POST, request.FILES) if is_sent else LetterForm()
    if is_sent and form.is_valid():
        try:
            hand_in_letter(focal_point=focal_point, file=form.cleaned_data["file"])
        except RegistrationClosed:
            form.add_error(None, _("The host office is not accepting changes from you at present."))
        except QuotaExceeded as error:
            text = _(
                "There are already %d versions, which is the maximum. Contact the host office."
            )
            form.add_error(None, text % error.args[0])
        else:
            messages.success(request, _("The letter has been uploaded."))
            return redirect("focal:nomination")
    context = {
        "form": form,
        "nominations": focal_point.delegation.nomination_letters.select_related("by"),
        "is_open": is_open(focal_point.delegation),
    }
    return focal_answer(
        request, "focal/nomination.html", focal_point, context, 400 if form.errors else 200
    )


@require_safe
@focal_page
def nomination_file(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponseBase:
    """Answer with one version as a download."""
    letter = get_object_or_404(focal_point.delegation.nomination_letters, guid=guid)
    return attachment(letter.file, letter.file_name)
