"""Encryption with age (https://age-encryption.org): to public keys, opened with a private one.

The server knows only public keys, so anyone who breaks into it reads no older backup. Knows no
database.
"""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

import pyrage

from core.backup.failures import BackupFailed, damaged


class Sink(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take them all."""


def write_encrypted(pieces: Iterable[bytes], sink: Sink, recipients: Sequence[str]) -> None:
    """Write the pieces, encrypted to the public keys `recipients`. Raises BackupFailed."""
    keys = [_recipient(text) for text in recipients]
    source, target = _Reader(pieces), _Writer(sink)
    try:
        pyrage.encrypt_io(source, target, keys)
    except pyrage.EncryptError:
        # The library only repeats the words of what went wrong on our side.
        raise (source.error or target.error or BackupFailed("Encryption failed.")) from None


@contextmanager
def opened(file: IO[bytes], identities: Path | None) -> Iterator[IO[bytes]]:
    """Decrypt `file` while it is read, with the private keys in a file that age-keygen wrote.

    Raises BackupFailed, in any case when the end is reached.
    """
    keys = _read_identities(identities)
    errors: list[Exception] = []
    reading, writing = os.pipe()

    def decrypt() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pyrage.decrypt_io(file, pipe, keys)
        except BrokenPipeError:  # nobody reads on
            pass
        except (pyrage.DecryptError, OSError) as error:
            errors.append(error)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
    except BackupFailed:
        thread.join()
        _raise(errors)
        raise
    finally:
        thread.join()
    _raise(errors)


def _raise(errors: list[Exception]) -> None:
    for error in errors:
        if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
            raise BackupFailed(
                "This key does not open the backup. Name the file with the private key of one of "
                "the recipients: --identity FILE."
            ) from error
        if not isinstance(error, BrokenPipeError):
            raise BackupFailed(damaged()) from error


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupFailed(f"BACKUP_RECIPIENTS: {text} is not a public key of age.") from None


def _read_identities(path: Path | None) -> list[pyrage.x25519.Identity]:
    if path is None:
        raise BackupFailed("The backup is encrypted. Name the private key: --identity FILE.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except OSError as error:
        raise BackupFailed(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, pyrage.IdentityError):
        raise BackupFailed(f"{path} holds no private key of age.") from None


class _Reader:
    """The pieces as a file; keeps what went wrong while they were made."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error
            raise
        part, self._rest = self._rest[:size], self._rest[size:]
        return bytes(part)


class _Writer:
    """A sink that keeps what went wrong, such as a full disk."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.error: Exception | None = None

    def write(self, data: bytes) -> int:
        """Pass on all of it."""
        try:
            self._sink.write(data)
        except Exception as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""
