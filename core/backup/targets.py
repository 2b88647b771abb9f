"""The place that an operator named: a folder, or an S3 store."""

from pathlib import Path

from core.backup.failures import BackupFailed
from core.backup.folder_target import FolderTarget
from core.backup.target import Target, is_backup
from core.files.s3_url import S3Url, read_s3_url


def open_target(text: str) -> Target:
    """Return the place that an operator named. Raises BackupFailed."""
    if text.startswith("s3://"):
        return _s3_target(_s3_url(text))
    folder = Path(text)
    if not folder.is_dir():
        raise BackupFailed(f"{text} is not a folder. Make it, for the user of the portal alone.")
    return FolderTarget(folder)


def find_backup(text: str) -> tuple[Target, str]:
    """Return the place and the name of the backup that an operator named.

    A place stands for its newest backup. Raises BackupFailed.
    """
    if text.startswith("s3://"):
        url = _s3_url(text)
        folder, _slash, name = url.folder.rpartition("/")
        if is_backup(name):
            return _s3_target(url._replace(folder=folder)), name
    path = Path(text)
    if path.is_file():
        return FolderTarget(path.parent), path.name
    target = open_target(text)
    names = target.names()
    if not names:
        raise BackupFailed(f"{text} holds no backup.")
    return target, names[-1]


def _s3_url(text: str) -> S3Url:
    try:
        return read_s3_url(text)
    except ValueError as error:
        raise BackupFailed(f"{text} {error}") from None


def _s3_target(url: S3Url) -> Target:
    # Costs a quarter of a second, and only those who have such a store need it.
    from core.backup.s3_target import S3Target  # noqa: PLC0415

    return S3Target(url)
