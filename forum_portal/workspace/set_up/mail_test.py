"""The page on which a superuser sends themselves a mail and reads what the mail server says."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.http import user_of
from core.protection.throttle import take_turn
from mail.trial import send_trial

_TURNS = {"most": 20, "seconds": 3600}


def mail_test(request: HttpRequest) -> HttpResponse:
    """Send a mail to the person's own address, to nobody else's."""
    user = user_of(request)
    if not user.is_superuser:
        raise Http404
    context: dict[str, object] = {"address": user.email, "sender": settings.DEFAULT_FROM_EMAIL}
    if request.method == "POST":
        if take_turn("mail-test", str(user.pk), **_TURNS):
            context["trial"] = send_trial(
                address=user.email,
                subject=_("Test e-mail of the forum portal"),
                body=_("This e-mail was sent to test the mail server. It has arrived."),
            )
        else:
            context["is_too_often"] = True
    everything = {**admin.site.each_context(request), "title": _("Test e-mail"), **context}
    return TemplateResponse(request, "admin/editions/mail_test.html", everything).render()
