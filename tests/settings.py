"""The portal's own settings, with a secret, a place of its own and a quick password hasher."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("PUBLIC_ORIGIN", "http://localhost")
os.environ.setdefault("ALLOW_HTTP", "true")
os.environ.setdefault("ALLOW_TEMPORARY_DATA", "true")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-tests-"))

from core.text.catalogues import compile_catalogues
from forum_portal.settings import *  # noqa: F403  (the one place: everything else is the same)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "private": {"BACKEND": "core.files.private_folder.PrivateFolder"},
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
compile_catalogues([BASE_DIR / "locale"])  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real life: one in memory has other locks, and no write-ahead log.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
    # No test cuts the power: what a kill leaves is the same without waiting for the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
