"""The agenda on a city's own website: one script tag, no cookie, works under a strict CSP."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.pages.cache import public_page
from core.pages.headers import allow_other_sites


@public_page()
def embed(request: HttpRequest) -> HttpResponse:
    """Answer with the script of docs/embed.md; it reads schedule.json of the event in its tag."""
    answer = render(None, "embed.js", content_type="text/javascript; charset=utf-8")
    return allow_other_sites(answer)
