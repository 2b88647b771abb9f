"""The web server as the portal needs it: `python -m gunicorn --config deploy/gunicorn.conf.py`.

BIND and WEB_CONCURRENCY come from the environment: where it listens, and one worker for each core.
"""

import os

from core.pages.admission import THREADS

wsgi_app = "forum_portal.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
# More than are answered at once: the others wait or are refused (core/pages/admission.py).
threads = THREADS
loglevel = "warning"
control_socket_disable = True
