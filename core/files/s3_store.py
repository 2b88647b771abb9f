"""Stored files in an S3 store: Amazon's, or one of the office such as MinIO, Garage or Ceph.

Only what such stores have in common is used: objects are put, read, listed and deleted. Nothing in
it is public; files are sent by the portal, after it has looked at the rights.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from core.files.private_folder import StoreUnavailable

_MEMORY_BYTES = 4 * 1024 * 1024  # a larger file is read through a temporary one


class S3Store(S3Storage):
    """A bucket, or a part of one."""

    def get_default_settings(self) -> dict[str, Any]:
        """Those of the library, with what every store understands and none waits for long."""
        return {
            **super().get_default_settings(),
            "client_config": client_config(),
            "max_memory_size": _MEMORY_BYTES,
            "default_acl": None,
            "file_overwrite": True,
        }

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with answered():
            return super()._open(name, mode)

    def _save(self, name: str, content: "File[bytes]") -> str:
        with answered():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""
        with answered():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is a file of that name."""
        with answered():
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder."""
        with answered():
            return super().listdir(path)


def client_config() -> Config:
    """How the portal speaks to any S3 store."""
    return Config(
        connect_timeout=3,
        read_timeout=20,
        retries={"max_attempts": 3, "mode": "standard"},
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        # Newer checksums, which stores of others refuse.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


@contextmanager
def answered() -> Iterator[None]:
    """Raise StoreUnavailable where the store does not do what was asked."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailable(f"The file store failed: {error}") from error
