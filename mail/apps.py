"""The outbox."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "mail"
    verbose_name = _("E-mail")

    def ready(self) -> None:
        """Register the outbox for monitoring."""
        from core.work.queues import QUEUES, WorkQueue  # noqa: PLC0415  (need the apps)
        from mail.models import OutgoingMail  # noqa: PLC0415
        from mail.outbox import give_up_waiting  # noqa: PLC0415

        due, late_after = OutgoingMail.objects.due, timedelta(minutes=5)
        QUEUES.append(WorkQueue("mails", due, "not_before", late_after, give_up_waiting))
