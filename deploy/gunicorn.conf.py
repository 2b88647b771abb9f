"""The web server as the portal needs it: `python -m gunicorn --config deploy/gunicorn.conf.py`.

BIND and WEB_CONCURRENCY come from the environment: where it listens, and one worker for each core.
"""

import os
import shutil
import tempfile

from core.pages.admission import THREADS

wsgi_app = "forum_portal.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
# More than are answered at once: the others wait or are refused (core/pages/admission.py).
threads = THREADS
loglevel = "warning"
control_socket_disable = True
# Where processes share their counts of requests (forum_portal/monitoring/requests.py).
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="forum-metrics-"))


def on_exit(_server: object) -> None:
    """Remove the counts of this run."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
