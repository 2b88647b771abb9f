"""The entry point for WSGI servers."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum_portal.settings")
os.environ.setdefault("PROCESS_ROLE", "page")

try:
    application = get_wsgi_application()
    # Loaded only now that the apps are.
    application = import_module("forum_portal.admission").admit(application)
    import_module("core.protection.sealed_stores").check_keys()
    import_module("django.db").connections.close_all()
except ImproperlyConfigured as error:
    sys.stderr.write(f"The portal cannot start. {error}\n")
    # By this exit code gunicorn stops, instead of starting the worker again and again.
    sys.exit(3)
