"""Writing news releases, and sending them to subscribers."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.text.dates import moment_in
from core.text.languages import own_name
from events.admin_base.admin_links import link, public_link
from events.admin_base.scoped_admin import SECTION, ScopedAdmin, ScopedInline
from events.admin_base.withheld_fields import without_fields
from events.history.admin import RecordedAdmin
from events.models import NewsItem, NewsMailing, RelatedNews, Subscriber
from events.news.schema_org import news_path
from events.newsletter import services

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


class RelatedInline(ScopedInline):
    model = RelatedNews
    add_text = _("Add a related news release")
    fk_name = "item"


@admin.register(NewsItem)
class NewsItemAdmin(RecordedAdmin):
    """A news release in one language. Its translations are releases of their own."""

    is_recoverable = True
    list_display = ("title", "language", "state", "event", "translation_of")
    list_filter = ("event", "language", "source")
    search_fields = ("title", "summary", "body", "slug")
    folds_search = True
    list_select_related = ("event", "translation_of")
    inlines = [RelatedInline]
    readonly_fields = ("public_page", "sending", "updated_at", "updated_by")
    fieldsets = (
        (None, {"fields": ("public_page", "sending", "event", "language", "translation_of")}),
        (_("Text"), {"fields": ("title", "summary", "body", "source", "source_url")}),
        (_("Publication"), {"fields": ("published_at", "slug")}),
        (_("Last change"), {"fields": (("updated_at", "updated_by"),), "classes": SECTION}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: NewsItem | None = None) -> "_FieldsetSpec":
        """The newsletter only for people who may send it, or once it was sent."""
        fieldsets = super().get_fieldsets(request, obj)
        may_send = self.has_change_permission(request, obj)
        if may_send or NewsMailing.objects.filter(item=obj).exists():
            return fieldsets
        return without_fields(fieldsets, {"sending"})

    @admin.display(description=_("state"))
    def state(self, item: NewsItem) -> str:
        """Draft, or the date and time of publication in the event's zone."""
        if item.published_at is None:
            return str(_("Draft"))
        return moment_in(item.published_at, item.event.zone)

    @admin.display(description=_("public page"))
    def public_page(self, item: NewsItem) -> str:
        """A link to the page as visitors see it."""
        return public_link(item.event, self.public_path(item)) if item.pk is not None else ""

    def public_path(self, row: NewsItem) -> str:
        """The release among the pages of its own language, once its moment has come."""
        is_out = row.published_at is not None and row.published_at <= timezone.now()
        return news_path(row.event, row) if is_out and row.event.is_public else ""

    @admin.display(description=_("newsletter"))
    def sending(self, item: NewsItem) -> str:
        """When the release was sent, or a link to send it."""
        if item.pk is None:
            return ""
        mailing = NewsMailing.objects.filter(item=item).first()
        if mailing is None:
            return link(reverse("admin:events_news_send", args=[item.pk]), _("Send to subscribers"))
        return str(
            _("Sent on %(moment)s to %(count)d recipients.")
            % {
                "moment": moment_in(mailing.sent_at, item.event.zone),
                "count": mailing.recipient_count,
            }
        )

    def get_urls(self) -> list[URLPattern]:
        """The page for sending, besides the admin's own URLs."""
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/send/", wrap(self.send), name="events_news_send")
        return [own, *super().get_urls()]

    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the number of recipients and the mail; then put it into the outbox."""
        item = self.get_object(request, str(pk))
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        if request.method == "POST":
            self._send(request, item)
            return redirect("admin:events_newsitem_change", item.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send to subscribers"),
            "opts": self.opts,
            "item": item,
            "language_name": own_name(item.language),
            "count": Subscriber.objects.filter(event=item.event, language=item.language).count(),
            "is_public": NewsItem.objects.published(timezone.now()).filter(pk=item.pk).exists(),
            "mailing": NewsMailing.objects.filter(item=item).first(),
        }
        return TemplateResponse(request, "admin/events/send_news.html", context).render()

    def _send(self, request: HttpRequest, item: NewsItem) -> None:
        try:
            mailing = services.send_news(item=item, by=user_of(request))
        except services.NotPublic:
            messages.error(
                request, _("Publish the news release first: the e-mails link to its page.")
            )
        except services.SentAlready:
            messages.warning(
                request, _("This news release has already been sent to the subscribers.")
            )
        else:
            text = _("Being sent to %(count)d subscribers.") % {"count": mailing.recipient_count}
            messages.success(request, text)


@admin.register(Subscriber)
class SubscriberAdmin(ScopedAdmin):
    """Confirmed subscribers. They subscribe and unsubscribe themselves."""

    has_people = True
    view_right = edit_right = Right.EDIT_TEAM
    list_display = ("email", "event", "language", "confirmed_at")
    list_filter = ("event", "language")
    search_fields = ("email",)
    list_select_related = ("event",)
    fields = readonly_fields = ("event", "email", "language", "confirmed_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody can subscribe somebody else."""
        return False

    def delete_model(self, request: HttpRequest, obj: Subscriber) -> None:
        """Unsubscribe, as if they had done so: mails that wait to be sent are deleted too."""
        services.leave(token=services.leave_token(obj.guid))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> None:
        """Unsubscribe many."""
        for subscriber in queryset:
            self.delete_model(request, subscriber)
