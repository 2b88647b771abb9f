"""Encryption of the secrets of apps and the seeds of recovery codes in the database."""

from collections.abc import Callable, Iterator
from typing import Literal, TypedDict

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from core.protection.encrypted import open_text, reseal_text, seal_text
from core.protection.sealed_stores import SealedStore

_SECRETS: tuple[Literal["secret", "seed"], ...] = ("secret", "seed")


class SealedFactorAdapter(DefaultMFAAdapter):
    """allauth's storage of second factors, encrypted with DATA_KEYS."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret. Raises core.protection.sealed.CannotUnseal."""
        return open_text(encrypted_text)


class FactorData(TypedDict, total=False):
    """The data of one factor: the secret of an app, or the seed and codes for recovery."""

    secret: str
    seed: str
    migrated_codes: list[str]


def with_secrets(data: FactorData, change: Callable[[str], str]) -> FactorData:
    """The data of a factor with `change` done to each secret in it."""
    changed = data.copy()
    for key in _SECRETS:
        if key in data:
            changed[key] = change(data[key])
    if "migrated_codes" in data:
        changed["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return changed


def _samples() -> Iterator[str]:
    factors = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for row in (factors.order_by("pk").first(), factors.order_by("pk").last()):
        if row is not None:
            yield from (row.data[key] for key in _SECRETS if key in row.data)


def _reseal() -> Iterator[int]:
    count = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is not None:
                row.data = with_secrets(row.data, reseal_text)
                row.save(update_fields=["data"])
                count += 1
    yield count


FACTORS = SealedStore("mfa.Authenticator", samples=_samples, reseal=_reseal)
