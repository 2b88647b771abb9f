"""Create, show once and revoke the access tokens of an event."""

from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.form_fields import form_field
from delegations.access.staff_pages import staff_page
from delegations.api.tokens import (
    USUAL_DAYS,
    TooManyTokens,
    create_token,
    last_moment,
    revoke_token,
)
from delegations.lists.columns import columns_for
from delegations.models import ApiToken
from events.models import Event


class TokenForm(forms.Form):
    """The name of a token, the lists it opens, and its lifetime."""

    name = forms.CharField(
        label=pgettext_lazy("of a token", "Name"),
        max_length=80,
        help_text=gettext_lazy("The program that uses it, for example “badge printer”."),
    )
    days = forms.IntegerField(label=gettext_lazy("Valid for how many days"), min_value=1)
    with_delegations = forms.BooleanField(label=gettext_lazy("List of delegations"), required=False)
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns of the attendee list"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for sensitive columns"), required=False, max_length=300
    )

    def __init__(self, data: QueryDict | None, *, event: Event, rights: frozenset[Right]) -> None:
        self.event, self.now = event, timezone.now()
        most = max(1, (last_moment(event, self.now) - self.now).days)
        super().__init__(data, initial={"days": min(USUAL_DAYS, most)})
        known = columns_for(rights)
        self.available = {key: column for key, column in known.items() if column.has_data}
        columns = form_field(self, "columns", forms.MultipleChoiceField)
        columns.choices = [(key, column.heading) for key, column in self.available.items()]
        days = form_field(self, "days", forms.IntegerField)
        days.max_value = most
        days.validators.append(MaxValueValidator(most))
        days.widget.attrs["max"] = most

    def clean(self) -> dict[str, object]:
        """Require at least one list, and a reason for sensitive columns."""
        chosen = super().clean() or {}
        if not chosen.get("columns") and not chosen.get("with_delegations"):
            self.add_error("columns", _("Choose what the token gives access to."))
        if self.has_sensitive_columns() and not chosen.get("reason"):
            self.add_error("reason", _("Give a reason for including the sensitive columns."))
        return chosen

    def has_sensitive_columns(self) -> bool:
        """Whether a selected column needs a reason."""
        return any(self.available[key].is_sensitive for key in self.cleaned_data.get("columns", ()))

    def expires_at(self) -> datetime:
        """The date and time at which the token expires. Only for a valid form."""
        return self.now + timedelta(days=self.cleaned_data["days"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EXPORT)
def tokens(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List the tokens that the reader may revoke. A POST creates one and shows it once."""
    form, secret = TokenForm(request.POST or None, event=event, rights=rights), ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = _create_token(request, form)
        except TooManyTokens:
            form.add_error(
                None, _("You have reached the maximum number of tokens. Revoke one first.")
            )
        else:
            form = TokenForm(None, event=event, rights=rights)
    rows = ApiToken.objects.filter(event=event).select_related("owner")
    seen, now = rows.seen_by(request.user, may_edit_team=Right.EDIT_TEAM in rights), timezone.now()
    context = {
        "event": event,
        "form": form,
        "secret": secret,
        "tokens": [(token, token.is_good(now)) for token in seen],
    }
    return render(request, "staff/lists/tokens.html", context, status=400 if form.errors else 200)


def _create_token(request: AuthenticatedHttpRequest, form: TokenForm) -> str:
    chosen = form.cleaned_data
    _token, secret = create_token(
        event=form.event,
        owner=request.user,
        name=chosen["name"],
        columns=chosen["columns"],
        with_delegations=chosen["with_delegations"],
        reason=chosen["reason"],
        has_sensitive_columns=form.has_sensitive_columns(),
        expires_at=form.expires_at(),
    )
    return secret


@require_POST
@staff_page(Right.EXPORT)
def token_revoke(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Revoke a token."""
    rows = ApiToken.objects.filter(event=event)
    own = rows.seen_by(request.user, may_edit_team=Right.EDIT_TEAM in rights)
    revoke_token(token=get_object_or_404(own, guid=guid), by=request.user)
    messages.success(request, _("The token is revoked."))
    return redirect("staff:tokens", event.slug)
