"""The menus of a list: a page draws the one that its URL names, and the script fetches the others.

Filters, lists and columns are hundreds of choices, of which most pages need none.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from core.lists.listing import COLUMNS, FILTER, MENU_VAR, VIEWS

_TEMPLATES = {
    FILTER: "components/listing/_filter_menu.html",
    COLUMNS: "components/listing/_column_menu.html",
    VIEWS: "staff/lists/_view_menu.html",
}


def asked_menu(request: HttpRequest) -> str:
    """The menu that a request asks for; empty for none."""
    menu = request.GET.get(MENU_VAR, "")
    return menu if menu in _TEMPLATES else ""


def draw_menu(request: HttpRequest, menu: str, context: Mapping[str, Any]) -> HttpResponse:
    """Answer the script with one menu of a list, without the page."""
    fields = context["form"].of_the_menu
    return render(request, _TEMPLATES[menu], {**context, "listing_fields": fields})


def unseen(here: QueryDict, kept: Collection[str]) -> Iterator[tuple[str, str]]:
    """The choices of a menu that is not drawn, which its form sends along all the same."""
    for name, values in here.lists():
        if name not in (*kept, "q", "page"):
            yield from ((name, str(value)) for value in values)
