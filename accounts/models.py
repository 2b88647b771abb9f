"""People who log in: the team of an event. Delegates have no account."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Unpack

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.addresses import canonical, plain
from core.models import SaveOptions

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress
    from django.db.models.fields.related_descriptors import RelatedManager


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address, the only name they log in with."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        """Create and return a user; without `password` the account cannot log in by password.

        The caller vouches for the address: something mailed there was shown, or anyone who has the
        server says so. An account that is made by saving a form is asked for a code instead.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **extra)
        user.set_password(password)
        with transaction.atomic():
            user.save(using=self._db)
            user.emailaddress_set.update(verified=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> "User":
        """Create and return a user who may do everything in every event."""
        return self.create_user(email, password, is_superuser=True, **extra)

    def with_address(self, address: str) -> models.QuerySet["User"]:
        """The account of `address`, in whatever guise that was typed, or none."""
        return self.filter(email=canonical(address))

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user whatever the letter case the address was typed in."""
        return self.with_address(username or "").get()


class User(AbstractBaseUser, PermissionsMixin):
    """A member of the team of one or more events."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150, blank=True)
    is_active = models.BooleanField(
        _("may log in"),
        default=True,
        help_text=_(
            "Clear this instead of deleting the account, so that the history keeps its author."
        ),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # In the hash of every session of this person: a new number ends them all.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    # allauth's word on whether the address is confirmed: one row, kept in step by `save`.
    emailaddress_set: "RelatedManager[EmailAddress]"

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        # As they are shown: a list of what somebody did is ordered by them too.
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        """A look-alike of another address is found before it is saved."""
        super().clean()
        self.email = plain(self.email)

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """One account has one address. A new one is unconfirmed, and the former opens nothing."""
        self.email = canonical(self.email)
        fields = options.get("update_fields")
        with transaction.atomic():
            super().save(**options)
            if fields is None or "email" in fields:
                self.emailaddress_set.exclude(email=self.email).delete()
                self.emailaddress_set.get_or_create(email=self.email, defaults={"primary": True})

    def get_full_name(self) -> str:
        """The name to show for this person: as typed, else the address."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Same as the full name: a name is never taken apart."""
        return self.get_full_name()

    def get_session_auth_hash(self) -> str:
        """The hash that a session of this person must carry; one with another hash ends."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same hash for each former secret: their sessions go on with the new one."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes) -> str:
        value = f"{self.session_generation}/{self.password}"
        return salted_hmac("accounts.session", value, secret, algorithm="sha256").hexdigest()


class SetUpLink(models.Model):
    """The link with which the first administrator makes their account: one row for the portal."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("set-up link")
        verbose_name_plural = _("set-up links")
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="accounts_set_up_link_only_one"),
        )

    def __str__(self) -> str:
        return f"{self.expires_at or '–'}"
