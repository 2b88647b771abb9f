"""Kill -9 in the middle of a newsletter: each subscriber gets it once all the same."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.databases import cursor_at
from tests.mail.server import MailServer, mail_server
from tests.paths import ROOT
from tests.sharing import HAS_EVERY_CASE

KILLS = 8 if HAS_EVERY_CASE else 1
SUBSCRIBERS = 125 * KILLS

_FILL = f"""
import django; django.setup()
from accounts.roles import Role
from events.models import Subscriber
from events.newsletter.services import send_news
from tests.factories import make_event, make_member, make_news
event = make_event()
Subscriber.objects.bulk_create(
    Subscriber(event=event, email=f"p{{n}}@example.org", language="en")
    for n in range({SUBSCRIBERS})
)
send_news(item=make_news(event), by=make_member(event, Role.EDITOR))
"""
# The lease is shortened from outside: the test would wait for it after each kill.
_WORK = """
import datetime, sys
import django; django.setup()
from django.core.management import call_command
from mail import querysets
querysets.LEASE = datetime.timedelta(milliseconds=200)
call_command("work", *sys.argv[1:])
"""


class Sender:
    """The process that sends, as often as it is killed."""

    def __init__(self, folder: Path, database_url: str, server: MailServer) -> None:
        self.server = server
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "EMAIL_URL": server.url,
            "PYTHONPATH": str(ROOT),
        }
        self.run("-c", _FILL)

    def run(self, *arguments: str) -> str:
        """Run Python beside the sender; its output."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def send_until_killed(self, mails: int) -> None:
        """Start, wait until `mails` more have arrived, kill -9."""
        goal = len(self.server.accepted) + mails
        process = subprocess.Popen([sys.executable, "-c", _WORK], env=self.environment, cwd=ROOT)
        deadline = time.monotonic() + 30
        while len(self.server.accepted) < goal:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def states(self) -> Counter[str]:
        """How many mails are in which state."""
        with cursor_at(self.environment["DATABASE_URL"]) as cursor:
            cursor.execute("SELECT state FROM mail_outgoingmail")
            return Counter(state for (state,) in cursor.fetchall())


def test_a_sender_killed_again_and_again_sends_each_subscriber_one_mail(
    tmp_path: Path, own_database: str
) -> None:
    with mail_server() as server:
        sender = Sender(tmp_path, own_database, server)
        for _kill in range(KILLS):
            sender.send_until_killed(random.randint(1, 60))
        assert sender.states()["waiting"] > 0

        time.sleep(0.3)
        sender.run("-c", _WORK, "--once")

        counted = Counter(server.addresses)
        assert counted == Counter(f"p{number}@example.org" for number in range(SUBSCRIBERS))
        states = sender.states()
        assert states["sent"] + states["handed-over"] == SUBSCRIBERS
        # Those that a kill met between the last word and its answer: at most one a kill.
        assert states["handed-over"] <= KILLS
