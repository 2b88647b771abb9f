"""manage.py load_demo"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from events.models import Event, TeamMember
from forum_portal.demo import source
from forum_portal.demo.accounts import accounts_file, demo_accounts
from forum_portal.demo.content import accept_early_arrivals, load_event, load_programme
from forum_portal.demo.letter import load_letter
from forum_portal.demo.news import load_award, load_document, load_news
from forum_portal.demo.people import load_delegations
from programme.models import SubForum
from programme.releases.services import release_agenda


class Command(BaseCommand):
    help = "Load the demo forum. All of it or nothing; what is already there stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--yes`: into a database with other accounts or editions."""
        parser.add_argument("--yes", action="store_true", help="also where other data are")

    def handle(self, *args: object, **options: Any) -> None:
        """Create the accounts, then the forum unless it exists."""
        data = source.read()
        if not options["yes"] and _has_other_data(data["forum"]["slug"]):
            raise CommandError(
                "This database has accounts or editions of its own. The demo would add accounts "
                "whose passwords are in a file. To load it nevertheless, add --yes."
            )
        with transaction.atomic():
            users = demo_accounts()
            slug = data["forum"]["slug"]
            if Event.objects.filter(slug=slug).exists():
                self.stdout.write("The demo forum is already here; nothing was changed.")
                return
            self.stdout.write("Loading the demo forum …")
            administrator = users[Role.ADMINISTRATOR]
            event = load_event(data, administrator)
            for role, user in users.items():
                TeamMember.objects.create(
                    event=event, user=user, role=role, updated_by=administrator
                )
            load_delegations(event, data, administrator)
            load_letter(event, administrator)
            load_programme(event, data, administrator)
            accept_early_arrivals(event, users[Role.EDITOR])
            load_news(event, data, administrator)
            load_award(event, data, administrator)
            load_document(event, administrator)
            for sub_forum in SubForum.objects.filter(event=event, number__in=(1, 2)):
                sub_forum.editors.add(users[Role.SUB_FORUM_EDITOR])
            release_agenda(event=event, by=users[Role.EDITOR], comment="First published programme.")
        self.stdout.write(f"Loaded. The demo accounts are in {accounts_file()}.")


def _has_other_data(slug: str) -> bool:
    """Whether the database is no demo, not even one in which somebody has worked since."""
    if Event.objects.filter(guid=source.guid("event", slug)).exists():
        return False
    addresses = [f"{role.value}@demo.example" for role in Role]
    return Event.objects.exists() or User.objects.exclude(email__in=addresses).exists()
