"""The pages for letters: the register, one letter, a preview, and a correction."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.files.downloads import PDF, XLSX, download, file_name, stream_download
from core.files.spreadsheets import Column, Sheet, stream_xlsx
from core.text.languages import own_name
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import ListFormat
from delegations.invitations.forms import CorrectionForm, LanguagesForm
from delegations.invitations.letter_files import LetterErased, letter_file_name, letter_pdf
from delegations.invitations.letters import CannotInvite, correct_letter, preview_letter
from delegations.lists.export_log import log_export
from delegations.models import Delegation, Letter, LetterTemplate
from delegations.querysets import LetterQuerySet
from events.models import Event

PAGE_ROWS = 100


@require_safe
@staff_page(Right.EDIT_PEOPLE)
def register(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List every letter of the event, the newest first."""
    with fallback_order(event.languages):
        page = Paginator(_load_letters(event), PAGE_ROWS).get_page(request.GET.get("page"))
        context = {"event": event, "page": page, "can_export": Right.EXPORT in rights}
        return render(request, "staff/invitations/letters.html", context)


@require_POST
@staff_page(Right.EXPORT)
def register_file(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponseBase:
    """Answer with the register as a workbook; the export is logged first."""
    letters = _load_letters(event)
    now = timezone.localtime()
    log_export(
        event=event,
        by=request.user,
        list_name="letters",
        file_format=ListFormat.XLSX,
        filters={},
        order="number",
        columns=[column.key for column in _columns()],
        row_count=letters.count(),
        has_sensitive_columns=False,
        reason="",
    )
    sheet = Sheet(
        title=_("Register of letters"),
        columns=_columns(),
        notes=(f"{event.title} · {now:%Y-%m-%d %H:%M}",),
    )
    pieces = stream_xlsx(sheet, _rows(event, letters))
    return stream_download(pieces, file_name(event.slug, "letters", "xlsx", now), XLSX)


def _load_letters(event: Event) -> LetterQuerySet:
    return Letter.objects.filter(event=event).select_related("delegation", "by").newest_first()


def _columns() -> list[Column]:
    return [
        Column("number", _("Number"), width=22),
        Column("organisation", _("Organization"), width=36),
        Column("code", _("Code")),
        Column("dated_on", _("Date"), kind="date"),
        Column("languages", _("Languages"), width=24),
        Column("recipients", _("Sent to"), width=48),
        Column("by", _("By"), width=24),
        Column("reason", _("What has been corrected"), width=36),
    ]


def _rows(event: Event, letters: LetterQuerySet) -> Iterator[tuple[object, ...]]:
    for letter in letters:
        yield (
            letter.number,
            letter.organisation,
            letter.delegation.code if letter.delegation else "",
            letter.dated_on,
            ", ".join(own_name(code) for code in letter.languages),
            ", ".join(f"{person['name']} <{person['email']}>" for person in letter.recipients),
            str(letter.by or ""),
            letter.reason,
        )


@require_safe
@staff_page(Right.EDIT_PEOPLE)
def letter(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Answer with one letter as it was sent."""
    return letter_answer(get_object_or_404(Letter, event=event, guid=guid))


@require_safe
@staff_page(Right.EDIT_PEOPLE)
def preview(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], code: str
) -> HttpResponse:
    """Answer with the letter of a delegation as it would be sent now."""
    rows = Delegation.objects.filter(event=event).select_related("event", "organisation")
    delegation = get_object_or_404(rows, code=code)
    template = LetterTemplate.objects.filter(event=event).first()
    asked = {"first": event.source_language, "second": "own", **request.GET.dict()}
    form = LanguagesForm(asked, template=template)
    try:
        if not form.is_valid():
            raise CannotInvite(_("The letter has not been written in the first language."))
        drafted = preview_letter(delegation=delegation, choice=form.choice)
    except CannotInvite as error:
        messages.error(request, " · ".join((str(delegation), str(error.why))))
        return redirect("staff:invitations", event.slug)
    return letter_answer(drafted)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def correct(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], code: str
) -> HttpResponse:
    """Send a corrected letter to a delegation."""
    rows = Delegation.objects.filter(event=event).select_related("event", "organisation")
    delegation = get_object_or_404(rows, code=code)
    template = LetterTemplate.objects.filter(event=event).first()
    data = request.POST if request.method == "POST" else None
    form = CorrectionForm(data, template=template, delegation=delegation)
    with fallback_order(event.languages):
        if form.is_valid() and _correct(request, delegation, form):
            return redirect("staff:delegation", event.slug, code)
        context = {"event": event, "delegation": delegation, "form": form}
        status = 400 if form.errors else 200
        return render(request, "staff/invitations/correct_letter.html", context, status=status)


def _correct(
    request: AuthenticatedHttpRequest, delegation: Delegation, form: CorrectionForm
) -> bool:
    try:
        sent = correct_letter(
            delegation=delegation,
            choice=form.choice,
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except CannotInvite as error:
        form.add_error(None, str(error.why))
        return False
    messages.success(request, _("Letter %s has been sent.") % sent)
    return True


def letter_answer(letter: Letter) -> HttpResponse:
    """Answer with a letter as a file; 404 if its text was erased."""
    try:
        content = letter_pdf(letter)
    except LetterErased as error:
        raise Http404 from error
    return download(content, letter_file_name(letter), PDF)
