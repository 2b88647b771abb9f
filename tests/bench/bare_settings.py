"""As lean as Django gets: the bytes view alone, no middleware, no app. The hardest comparison."""

from tests.bench.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bytes"
INSTALLED_APPS = []
MIDDLEWARE = []
