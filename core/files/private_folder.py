"""Stored files in a folder of this machine."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class StoreUnavailable(ConnectionError):
    """The store of files does not answer, or refuses."""


class PrivateFolder(FileSystemStorage):
    """Below the data folder, served by no address of its own, read by no other user."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Path:
        """The folder of the present settings."""
        return Path(settings.PRIVATE_FILES_ROOT)

    @property
    def location(self) -> str:
        """The same as text."""
        return str(self.base_location.absolute())
