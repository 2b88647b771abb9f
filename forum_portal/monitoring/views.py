"""`/healthz`, `/readyz` and `/metrics`: for supervisors, load balancers and monitoring."""

import ipaddress

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.http import client_address
from core.protection.bearer import has_token
from forum_portal.monitoring import metrics as numbers
from forum_portal.monitoring.report import load_problems
from forum_portal.version import VERSION


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else."""
    return _text("ok\n")


def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve pages: the database answers. Otherwise 503.

    Monitoring is told everything that is wrong, and 503 if there is anything.
    """
    if is_monitoring(request):
        problems = load_problems(timezone.now())
        lines = [*(problems or ["ready"]), f"Forum portal {VERSION}"]
        return _text("\n".join(lines) + "\n", 503 if problems else 200)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return _text("ready\n")


def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers of the portal in the format of Prometheus; 401 for anybody else."""
    if not is_monitoring(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(numbers.render(timezone.now()), content_type=numbers.CONTENT_TYPE)


def is_monitoring(request: HttpRequest) -> bool:
    """Whether the request has a token of monitoring or comes from one of its addresses."""
    if has_token(request, settings.MONITORING_TOKENS):
        return True
    try:
        address = ipaddress.ip_address(client_address(request))
    except (PermissionDenied, ValueError):
        return False
    return any(
        address in ipaddress.ip_network(network) for network in settings.MONITORING_ADDRESSES
    )


def _text(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
