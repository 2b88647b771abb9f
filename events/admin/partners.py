"""The partners of an edition, within its form."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.http.response import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.http import user_of
from accounts.roles import Right
from core.files.pictures import plain_logo
from core.files.uploads import logo_response
from events.admin_base.admin_links import link
from events.admin_base.scoped_admin import ScopedInline
from events.models import Event, Partner


class PartnerForm(forms.ModelForm):
    """A partner, with a logo."""

    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def clean_logo(self) -> object:
        """Return a new logo with nothing but its pixels; one already stored is unchanged."""
        chosen = self.cleaned_data["logo"]
        is_new = chosen and "logo" in self.changed_data
        return plain_logo(chosen) if is_new else chosen

    def clean(self) -> dict[str, object]:
        """Remove the logo if that is ticked and no other has been chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("remove_logo") and "logo" not in self.changed_data:
            # False empties a file field; None would leave it as it is.
            cleaned["logo"] = False
        return cleaned


class PartnerInline(ScopedInline):
    """The partners, in the order of protocol."""

    model = Partner
    form = PartnerForm
    add_text = _("Add a partner")
    classes = ("collapse",)
    fields = (
        ("role", "position"),
        "name",
        ("acronym", "website"),
        ("logo", "shown_logo"),
        "remove_logo",
        "logo_alt",
    )
    readonly_fields = ("shown_logo",)

    @admin.display(description=_("current logo"))
    def shown_logo(self, partner: Partner) -> str:
        """A link for the team, whether the edition is public or not."""
        if partner.pk is None or not partner.logo:
            return "–"
        return link(reverse("admin:events_partner_logo", args=[partner.pk]), _("Show"))


def partner_urls() -> list[URLPattern]:
    """Return the URL of a logo for the team, below those of the editions."""
    wrap = admin.site.admin_view
    return [path("logos/<int:pk>/", wrap(partner_file), name="events_partner_logo")]


@require_safe
def partner_file(request: HttpRequest, pk: int) -> FileResponse:
    """Show the logo of a partner in an edition that the person may see."""
    events = Event.objects.with_right(user_of(request), Right.VIEW_CONTENT)
    partners = Partner.objects.filter(event__in=events).exclude(logo="")
    return logo_response(get_object_or_404(partners, pk=pk).logo)
