"""`/style/`: the look of every component, for people who write pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from core.pages.cache import public_page, set_cacheable
from core.text.languages import in_language, interface_languages, own_name
from core.text.translated import fallback_order
from events.visitors import LanguageLink
from forum_portal.style.samples import sample_event, samples
from forum_portal.style.tokens import colours, tokens_named

# Components that a visitor's page does not show, or not by itself, and why.
NOT_SHOWN = {
    "components/focal_account.html": "needs somebody who opened a link",
    "components/people/person_form.html": "needs the form of a person",
    "components/people/name_preview.html": "needs a person; beside their form",
    "components/people/earlier_people.html": "needs people of an earlier edition",
    "components/people/nominations.html": "on pages of the team",
    "components/people/photo_link.html": "needs a person",
    "components/people/asked_for.html": "needs an amendment",
    "components/people/reply.html": "needs a reply to an invitation",
    "components/people/personal_link.html": "needs somebody with a link",
    "components/import_rows.html": "needs a table that somebody sent; on pages of the team",
    "components/people/private_parts.html": "needs forms about a person",
    "components/people/private_page.html": "needs forms about a person",
    "components/people/status_pill.html": "needs a person; the pills are shown",
    "components/listing/_head.html": "needs a list; on pages of organizers",
    "components/listing/_pills.html": "needs a list; on pages of organizers",
    "components/listing/_keys.html": "needs a list; on pages of organizers",
    "components/listing/_columns.html": "needs a list; on pages of organizers",
    "components/listing/_views.html": "needs a list; on pages of organizers",
    "components/listing/_changed_view.html": "needs a list; on pages of organizers",
    "components/listing/_export.html": "needs a list; on pages of organizers",
    "components/listing/_nothing.html": "needs a list; on pages of organizers",
    "components/listing/_bulk.html": "needs a list; on pages of the team",
    "components/listing/_filters.html": "needs a list; on pages of the team",
    "components/listing/_day_filter.html": "needs a list; on pages of the team",
    "components/listing/_filter_menu.html": "needs a list; on pages of the team",
    "components/listing/_column_menu.html": "needs a list; on pages of organizers",
    "components/listing/_later.html": "needs a list; on pages of the team",
    "components/listing/_more.html": "needs a list; on pages of the team",
    "components/listing/_cell.html": "needs a row; over the lists of organizers",
    "components/listing/_cell_editor.html": "needs a list; on pages of organizers",
    "components/listing/_peek.html": "needs a row; beside the lists of organizers",
    "components/listing/_peek_panel.html": "needs a list; on pages of organizers",
    "components/documents.html": "needs stored files",
    "components/search_form.html": "has an address only within an edition; the fields are shown",
    "components/agenda/unpublished.html": "needs an edition without an agenda",
    "components/account.html": "needs somebody who is logged in; on pages of the team",
    "components/messages.html": "needs somebody who has just done something; on pages of the team",
    "components/passkey.html": "needs the scripts of the log-in",
    "components/set_up_strip.html": "needs somebody who sets up a portal; on pages of the team",
    "components/workspace/_bar.html": "needs somebody who is logged in; on pages of the team",
    "components/workspace/_rail.html": "needs somebody who is logged in; on pages of the team",
    "components/people/trace.html": "needs somebody who is to be erased; on pages of the team",
}


@public_page(query=("lang",))
def style(request: HttpRequest) -> HttpResponse:
    """Show tokens, emblems and components with samples; `?lang=` shows another language."""
    asked = request.GET.get("lang", "")
    language = asked if asked in interface_languages() else settings.LANGUAGE_CODE
    with (
        in_language(language),
        fallback_order(["en"]),
        timezone.override(sample_event().zone),
    ):
        context = samples() | {
            "languages_of_page": [
                LanguageLink(code, own_name(code), f"?lang={code}", code == language)
                for code in interface_languages()
            ],
            "colours": list(colours()),
            "steps": tokens_named("step-"),
            "spaces": tokens_named("space-"),
        }
        # Pagination asks the request for its query: an empty one, that knows no reader, stands in.
        response = HttpResponse(render_to_string("style.html", context, HttpRequest()))
    set_cacheable(response, asked in ("", language))
    return response
