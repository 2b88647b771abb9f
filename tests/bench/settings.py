"""The portal's own settings, with one more address: the bytes view to compare with."""

from forum_portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
