"""The translators' pages: the progress of each language, and one row beside its source."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import user_of
from accounts.roles import Right
from core.text.languages import direction, language_tag, own_name
from core.text.translated import fallback_order
from events.models import Event
from forum_portal.workspace.translations import services
from forum_portal.workspace.translations.forms import FILTERS, TranslationForm
from forum_portal.workspace.translations.kinds import TranslatedKind, kind_of
from forum_portal.workspace.translations.progress import Catalogue, Item, State, item_of

_ON_A_PAGE = 100


def overview(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Show the progress of each language, and the rows of the chosen one that need work."""
    event = _event(request, event_pk)
    targets = event.languages[1:]
    language = _language(event, request.GET.get("language", targets[0] if targets else ""))
    only = request.GET.get("only", "")
    catalogue = Catalogue(event)
    rows = catalogue.items(language) if language else []
    items = [item for item in rows if not only or item.count(only)]
    page = Paginator(items, _ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, object] = {
        "progress": catalogue.progress(),
        "language": language,
        "language_name": own_name(language) if language else "",
        "filters": FILTERS,
        "only": only,
        "page": page,
        "rows": [_row(event, item, language) for item in page],
    }
    return _answer(request, event, "overview", _("Translations"), context)


def _row(event: Event, item: Item, language: str) -> dict[str, object]:
    return {
        "item": item,
        "kind": item.kind.model._meta.verbose_name,
        "url": _url(event, item.kind, item.pk, language),
        "total": len(item.texts),
        **{state.value: item.count(state) for state in State},
    }


def side_by_side(
    request: HttpRequest, event_pk: int, label: str, pk: int, language: str
) -> HttpResponse:
    """Show one row: its source, the former source, and an input for the translation."""
    event = _event(request, event_pk)
    kind = kind_of(label)
    if kind is None or language != _language(event, language):
        raise Http404
    row = get_object_or_404(kind.rows(event), pk=pk)
    item = item_of(kind, event, row, language)
    form = TranslationForm(
        request.POST or None,
        kind=kind,
        item=item,
        language=language,
        initial={"seen": services.seen_of(item)},
    )
    if request.method == "POST" and form.is_valid() and _save(request, event, kind, form, language):
        return redirect(_onward(request, event, item, language))
    context = {"form": form, "item": item, "kind": kind.model._meta.verbose_name}
    context |= _both_languages(event, language)
    return _answer(request, event, "side_by_side", item.title, context)


def _save(
    request: HttpRequest, event: Event, kind: TranslatedKind, form: TranslationForm, language: str
) -> bool:
    try:
        services.save_translation(
            event=event,
            kind=kind,
            pk=form.item.pk,
            language=language,
            texts=form.texts(),
            seen=form.cleaned_data["seen"],
            by=user_of(request),
        )
    except services.ChangedMeanwhile:
        form.add_error(
            None,
            _("Somebody has changed this text in the meantime. Check it, then save again."),
        )
        form.is_overtaken = True
        # What was typed stays; what it is compared with is as it is now.
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["seen"] = services.seen_of(form.item)  # type: ignore[index]
        return False
    messages.success(request, _("Saved: “%(title)s”.") % {"title": form.item.title})
    return True


def _onward(request: HttpRequest, event: Event, item: Item, language: str) -> str:
    """The next row that needs work, if requested; otherwise the list."""
    if "next" in request.POST:
        rows = Catalogue(event).items(language)
        places = [(item.kind.label, item.pk) for item in rows]
        here = (item.kind.label, item.pk)
        at = places.index(here) + 1 if here in places else 0
        for other in (*rows[at:], *rows[:at]):
            if other.count(State.DONE) < len(other.texts):
                return _url(event, other.kind, other.pk, language)
    return f"{reverse('admin:translations', args=[event.pk])}?language={language}"


def _both_languages(event: Event, language: str) -> dict[str, object]:
    source = event.source_language
    return {
        "language": language,
        "language_name": own_name(language),
        "source_name": own_name(source),
        "source_tag": language_tag(source),
        "source_direction": direction(source),
    }


def _url(event: Event, kind: TranslatedKind, pk: int, language: str) -> str:
    return reverse("admin:translate", args=[event.pk, kind.label, pk, language])


def _language(event: Event, code: str) -> str:
    """Return `code` if texts of the event are translated into it, otherwise an empty text."""
    return code if code in event.languages[1:] else ""


def _event(request: HttpRequest, pk: int) -> Event:
    """An event whose texts the person may translate, or 404."""
    user = user_of(request)
    return get_object_or_404(Event.objects.with_right(user, Right.TRANSLATE), pk=pk)


def _answer(
    request: HttpRequest, event: Event, name: str, title: str, context: dict[str, object]
) -> HttpResponse:
    own = {**admin.site.each_context(request), "title": title, "event": event}
    template = f"admin/translations/{name}.html"
    with fallback_order(event.languages):
        return TemplateResponse(request, template, {**own, **context}).render()
