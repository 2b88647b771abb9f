"""The endpoint at which the mail server reports undelivered mail."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.protection.bearer import has_token
from mail.reports import MOST_BYTES, NoReport, read_json, read_report
from mail.services import record_bounce


@csrf_exempt
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """Take a report about a mail: as it came (RFC 3464), or as JSON.

    The answer is the same for a mail that is known and for one that is not.
    """
    if not has_token(request, settings.BOUNCE_TOKENS):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    is_json = request.content_type == "application/json"
    try:
        bounce = read_json(body) if is_json else read_report(body)
    except NoReport:
        # A mail that is no report is nothing to try again; JSON that is none is a mistake.
        return HttpResponse(status=400 if is_json else 204)
    record_bounce(guid=bounce.guid, reason=bounce.reason, is_permanent=bounce.is_permanent)
    return HttpResponse(status=204)
