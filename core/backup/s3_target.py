"""Backups in an S3 store, best one that neither the portal nor its machine can delete from."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import boto3
from django.conf import settings

from core.backup.encryption import Sink
from core.backup.failures import BackupFailed
from core.backup.target import DigestSink, is_backup
from core.files.private_folder import StoreUnavailable
from core.files.s3_store import answered, client_config
from core.files.s3_url import S3Url

# In bytes. A store takes up to ten thousand parts.
_PART = 16 * 1024 * 1024


class S3Target:
    """A bucket, or a folder in one."""

    def __init__(self, url: S3Url) -> None:
        self._bucket, self._folder = url.bucket, f"{url.folder}/" if url.folder else ""
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=url.endpoint,
            region_name=url.region,
            aws_access_key_id=settings.BACKUP_KEY_ID,
            aws_secret_access_key=settings.BACKUP_SECRET,
            config=client_config(),
        )

    def names(self) -> list[str]:
        """The backups that are there, the oldest first."""
        with _answered():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._folder
            )
            keys = [row["Key"] for page in pages for row in page.get("Contents", [])]
        names = (key.removeprefix(self._folder) for key in keys)
        return sorted(name for name in names if is_backup(name))

    @contextmanager
    def writing(self, name: str) -> Iterator[DigestSink]:
        """Send it in parts, which become a file at the end; read that again."""
        with _answered(), _Parts(self._client, self._at(name)) as parts:
            sink = DigestSink(parts)
            yield sink
        with self.reading(name) as file:
            try:
                sink.compare(file)
            except BackupFailed:
                self.remove(name)
                raise

    def reading(self, name: str) -> IO[bytes]:
        """Open a backup."""
        with _answered():
            return cast("IO[bytes]", self._client.get_object(**self._at(name))["Body"])

    def remove(self, name: str) -> None:
        """Delete a backup."""
        with _answered():
            self._client.delete_object(**self._at(name))

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._folder}{name}"}


class _Parts(Sink):
    """An upload in parts: whole when the context ends well, nothing otherwise."""

    def __init__(self, client: Any, place: dict[str, str]) -> None:
        self._client, self._place = client, place
        self._rest, self._parts = bytearray(), list[dict[str, object]]()
        self._upload: dict[str, str] = {}

    def __enter__(self) -> "_Parts":
        upload = self._client.create_multipart_upload(**self._place)
        self._upload = {**self._place, "UploadId": upload["UploadId"]}
        return self

    def write(self, data: bytes) -> int:
        """Send what fills a part."""
        self._rest += data
        if len(self._rest) >= _PART:
            self._send()
        return len(data)

    def __exit__(self, kind: object, *_error: object) -> None:
        if kind is not None:
            self._client.abort_multipart_upload(**self._upload)
            return
        self._send()
        parts = {"Parts": self._parts}
        self._client.complete_multipart_upload(**self._upload, MultipartUpload=parts)

    def _send(self) -> None:
        number = len(self._parts) + 1
        sent = self._client.upload_part(**self._upload, PartNumber=number, Body=bytes(self._rest))
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})
        self._rest.clear()


@contextmanager
def _answered() -> Iterator[None]:
    try:
        with answered():
            yield
    except StoreUnavailable as error:
        raise BackupFailed(str(error)) from error
