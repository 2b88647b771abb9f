"""What delegations add to the apps below them, registered once when all apps are loaded."""

from delegations.access.links import mark_undelivered
from delegations.duplicates.merge_files import MERGE_RULES, MERGE_WORDS
from delegations.duplicates.merge_rules import add_rules
from delegations.imports.kinds import KINDS
from delegations.invitations.letter_paper import letter_file
from delegations.wall_times import WALL_TIMES
from events import import_kinds
from events.editions import wall_times
from mail.attachments import MAKERS
from mail.services import UNDELIVERED


def register() -> None:
    """Tell the apps below of tables of people, letters, undelivered mail and typed times."""
    import_kinds.register(KINDS)
    add_rules(MERGE_RULES, MERGE_WORDS)
    wall_times.register(WALL_TIMES)
    MAKERS["letter"] = letter_file
    UNDELIVERED.append(mark_undelivered)
