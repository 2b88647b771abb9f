"""The portal's own settings, with more URLs: the views that it is compared with."""

from forum_portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
