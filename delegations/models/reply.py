"""Replies of delegations to the invitation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Guided
from delegations.choices import (
    CURRENT_REPLY,
    DeclineReason,
    InvitationStatus,
    ReplyState,
)
from delegations.models.delegation import Delegation
from delegations.models.focal_point import FocalPoint
from delegations.querysets import InvitationReplyQuerySet


class InvitationReply(Guided):
    """A reply by a focal point. A change of mind is another row; only its state is ever edited."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="replies", verbose_name=_("delegation")
    )
    by = models.ForeignKey(
        FocalPoint, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # What the delegation became by this reply, and what it was before its first reply.
    status = models.CharField(_("status"), max_length=20, choices=InvitationStatus)
    status_before = models.CharField(max_length=20, choices=InvitationStatus, editable=False)
    party_size = models.PositiveSmallIntegerField(
        _("number of people coming"), null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=20, choices=DeclineReason, blank=True)
    note = models.TextField(_("note for the office"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ReplyState, default=ReplyState.WAITING
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("settled by"),
    )

    objects = InvitationReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply to the invitation")
        verbose_name_plural = _("replies to the invitation")
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("delegation",),
                condition=Q(state__in=sorted(CURRENT_REPLY)),
                name="delegations_one_current_reply",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReplyState.values), name="delegations_reply_state_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.delegation}: {self.get_status_display()}"

    @property
    def accepts(self) -> bool:
        """Whether the delegation says that it is coming."""
        return self.status == InvitationStatus.ACCEPTED

    @property
    def is_current(self) -> bool:
        """Whether the reply holds: neither replaced nor undone."""
        return self.state in CURRENT_REPLY

    @property
    def is_waiting(self) -> bool:
        """Whether the office has not noted the reply, so that the delegation may change it."""
        return self.state == ReplyState.WAITING

    @property
    def reason_in_words(self) -> str:
        """Why the delegation is not coming: the reason it chose, and what it wrote."""
        return ": ".join(filter(None, (str(self.get_reason_display()), self.note)))
