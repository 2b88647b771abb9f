"""Static files under names that change with their content, kept by readers for ever."""

import hashlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also renames the files that ES modules import, and has a manifest for each version.

    While the portal is upgraded, servers of two versions have their files in one folder.
    """

    support_js_module_import_aggregation = True

    @cached_property
    def manifest_name(self) -> str:
        """The list of the files of this version: the name follows from their sources."""
        return f"staticfiles-{_digest_of_sources()}.json"

    def has_manifest(self) -> bool:
        """Whether the files of this version were collected."""
        return Path(self.path(self.manifest_name)).exists()


def collect_static_files() -> int:
    """Collect the static files of this version beside those of former ones; how many are new.

    `collectstatic` by itself writes into files that a server may be sending. Here each appears
    whole, and the manifest last. Any server of static files can read them, whatever the umask.
    """
    root = Path(settings.STATIC_ROOT)
    umask = os.umask(0o022)
    try:
        root.mkdir(parents=True, exist_ok=True)
        # Inside, since a file can only appear whole from within its file system.
        with TemporaryDirectory(dir=root, prefix=".") as folder:
            command = collectstatic.Command()
            command.storage = storage = HashedStaticFilesStorage(location=folder)
            call_command(command, interactive=False, verbosity=0)
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            files.sort(key=lambda path: path.name == storage.manifest_name)
            return sum(_publish(path, root / path.relative_to(folder)) for path in files)
    finally:
        os.umask(umask)


def _publish(file: Path, target: Path) -> bool:
    is_new = not target.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(file, target)
    return is_new


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    # Not the finders of the settings: to join style sheets writes files.
    for finder in (FileSystemFinder(), AppDirectoriesFinder()):
        for path, storage in sorted(finder.list(None), key=lambda source: source[0]):
            digest.update(path.encode() + b"\0")
            digest.update(Path(storage.path(path)).read_bytes())
    return digest.hexdigest()[:12]
