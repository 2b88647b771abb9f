"""All settings, from the environment alone. Each variable is a row in docs/settings.md.

The defaults are the safe ones; what is unsafe stops the start (`forum_portal.safety`).
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from core.work import logs
from forum_portal import connections, file_store, safety
from forum_portal.background_jobs import BACKGROUND_JOBS as BACKGROUND_JOBS
from forum_portal.background_jobs import JOBS_DURING_HOLD as JOBS_DURING_HOLD
from forum_portal.log_in_settings import *  # noqa: F403

env = safety.Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- Safety -------------------------------------------------------------------------------------

DEBUG = env.switch("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
if DEBUG and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

safety.check_secret(SECRET_KEY)
# Django reads them too: the sessions and links of a former key stay good.
SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY_FALLBACKS")
DATA_KEYS = env.secrets("DATA_KEYS")
safety.check_hosts(ALLOWED_HOSTS, debug=DEBUG)

ALLOW_HTTP = env.switch("ALLOW_HTTP")
# Links in calendars, feeds and mail start with this, never with a host that a request claims.
PUBLIC_ORIGIN: str = env.str(
    "PUBLIC_ORIGIN", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
).rstrip("/")
safety.check_origin(PUBLIC_ORIGIN, allow_http=ALLOW_HTTP)
safety.check_data_keys(DATA_KEYS, PUBLIC_ORIGIN)
IS_HTTPS = urlsplit(PUBLIC_ORIGIN).scheme == "https"

# --- Database -----------------------------------------------------------------------------------

DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
}
_database = DATABASES["default"]
safety.check_database(_database, allow_temporary=env.switch("ALLOW_TEMPORARY_DATA"))
connections.connect(_database, role=env.choice("PROCESS_ROLE", connections.ROLES), base=BASE_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: limits are counted in it. Version 1 was written by Django's own.
CACHES = {
    "default": {
        "BACKEND": "core.protection.limit_cache.LimitCache",
        "LOCATION": "shared_cache",
        "VERSION": 2,
    }
}

# --- Apps ---------------------------------------------------------------------------------------

# In the order of docs/architecture.md: each imports only from those below it.
INSTALLED_APPS = [
    "forum_portal.apps.PortalConfig",
    "programme",
    "delegations",
    "events",
    "accounts",
    "mail",
    "core",
    "forum_portal.apps.OrganizersAdminConfig",
    "allauth", "allauth.account", "simple_history", "allauth.mfa",
    "crispy_forms", "crispy_bootstrap5", "django_countries",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "whitenoise.runserver_nostatic", "django.contrib.staticfiles",
    "django.forms",
]  # fmt: skip

MIDDLEWARE = [
    "core.pages.request_log.RequestLogMiddleware",
    "core.pages.cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.pages.headers.SecurityHeadersMiddleware",
    "core.pages.readable.ReadableMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.pages.languages.ContentLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.protection.cross_site.SameOriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "forum_portal.workspace.edition_urls.EditionMiddleware",
    "forum_portal.second_factor.SecondFactorMiddleware",
    "forum_portal.site.former_addresses.FormerAddressMiddleware",
]

ROOT_URLCONF = "forum_portal.urls"
WSGI_APPLICATION = "forum_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum_portal.workspace.staff_frame.staff_workspace",
                "forum_portal.workspace.set_up.steps.set_up_strip",
            ],
            "builtins": [
                "core.templatetags.components", "crispy_forms.templatetags.crispy_forms_tags",
                "django.templatetags.i18n", "django.templatetags.static",
            ],
        },
    }
]  # fmt: skip
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"

# --- Languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")), ("zh-hans", _("Chinese")), ("fr", _("French")), ("es", _("Spanish")),
    ("ru", _("Russian")), ("ar", _("Arabic")),
]  # fmt: skip
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# One table of countries, with the short forms of the United Nations; the office can change it.
COUNTRIES_OVERRIDE = {
    "CN": _("China"), "IR": _("Iran (Islamic Republic of)"), "KR": _("Republic of Korea"),
    "PS": _("Palestine"), "RU": _("Russian Federation"), "TR": _("Türkiye"),
    "VN": _("Viet Nam"), "GB": _("United Kingdom"),
}  # fmt: skip

# --- Static files and public pages --------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "core.files.sheets.SheetFinder", "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]  # fmt: skip
# What people upload; sent by views that know who may have it, never served as a folder.
PRIVATE_FILES_ROOT = DATA_DIR / "files"
STORAGES = {
    "private": file_store.private_store(
        env.str("FILE_STORE", default=""),
        env.str("FILE_STORE_KEY_ID", default=""),
        env.str("FILE_STORE_SECRET", default=""),
    ),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.files.static_storage.HashedStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Where `manage.py backup` writes, and the public keys of those who can open it.
BACKUP_TARGET = env.str("BACKUP_TARGET", default="")
BACKUP_KEY_ID = env.str("BACKUP_KEY_ID", default="")
BACKUP_SECRET = env.str("BACKUP_SECRET", default="")
BACKUP_RECIPIENTS = env.public_keys("BACKUP_RECIPIENTS")

PAGE_CACHE_BYTES = env.count("PAGE_CACHE_MEGABYTES", default=64) * 1024 * 1024
PAGE_CACHE_REVISION = "events.public.current_revision"
PAGE_LANGUAGES = "events.public.languages_of"
PAGE_CACHE_FRESH_UNTIL = "events.editions.public_moments.fresh_until"

# --- Security -----------------------------------------------------------------------------------

# In the shape of Django 6's own setting, so that moving to it is a deletion.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# Browsers keep to https for so long, even where it has stopped working: raise it step by step.
SECURE_HSTS_SECONDS = env.count("HSTS_SECONDS", default=300) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.switch("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.switch("HSTS_PRELOAD")
# Django's check demands subdomains and preload of every host; the host of an office decides.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
TRUSTED_PROXY_COUNT = env.count("TRUSTED_PROXY_COUNT", default=0)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
X_FRAME_OPTIONS = "DENY"
_cookie_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}session"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
KNOWN_BROWSER_COOKIE = f"{_cookie_prefix}browser"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]
CSRF_FAILURE_VIEW = "core.pages.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = IS_HTTPS
# The agenda of a large forum in the admin has many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- Mail and log -------------------------------------------------------------------------------

if env.str("EMAIL_URL", default=""):
    vars().update(env.mail("EMAIL_URL"))
else:
    EMAIL_BACKEND = "mail.backends.FileBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
# In seconds. A mail server that says nothing for so long is treated as lost.
EMAIL_TIMEOUT = 20
_host = urlsplit(PUBLIC_ORIGIN).hostname
# Bounds on mail that people without an account cause to others.
MOST_FOCAL_POINTS = env.int("MOST_FOCAL_POINTS", default=10)
DELEGATION_MAILS_PER_HOUR = env.int("DELEGATION_MAILS_PER_HOUR", default=100)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"forum@{_host}")
# Certificates of authorities of the city, beside those that this machine trusts.
CA_FILE = safety.checked_file(env.str("CA_FILE", default=""), "CA_FILE")
BOUNCE_MAILBOX = safety.checked_mailbox(env.str("BOUNCE_MAILBOX", default=""), "BOUNCE_MAILBOX")
BOUNCE_TOKENS = env.secrets("BOUNCE_TOKENS")

# Who may read `/metrics` and, at `/readyz`, what is wrong.
MONITORING_TOKENS = env.secrets("MONITORING_TOKENS")
MONITORING_ADDRESSES = env.networks("MONITORING_ADDRESSES")

# To which hosts the portal sends word of a release. None: it sends none.
WEBHOOK_HOSTS: list[str] = env.list("WEBHOOK_HOSTS", default=[])
safety.check_webhook_hosts(WEBHOOK_HOSTS)

# Errors go to ADMINS, and to a Sentry if one is named; neither hears personal data.
SENTRY_DSN = safety.checked_dsn(env.str("SENTRY_DSN", default=""), "SENTRY_DSN")
_error_handlers = {"mails": {"class": "forum_portal.monitoring.error_mails.ErrorMails"}}
if SENTRY_DSN:
    _error_handlers["sentry"] = {
        "class": "forum_portal.monitoring.sentry.SentryErrors", "dsn": SENTRY_DSN
    }  # fmt: skip
LOGGING: dict[str, object] = logs.to_stderr(
    env.log_level("LOG_LEVEL"),
    log_format=env.choice("LOG_FORMAT", logs.FORMATS),
    has_access_log=env.switch("ACCESS_LOG"),
    error_handlers=_error_handlers,
)
# Errors are mailed to them, without personal data.
ADMINS = [("", address) for address in env.list("ADMINS", default=[])]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
# What `manage.py version` prints.
VARIABLES_IN_FORCE = env.in_force
