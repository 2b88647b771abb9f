#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    """Run a command; an unsafe setting ends it with a sentence instead of a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum_portal.settings")
    os.environ.setdefault("PROCESS_ROLE", "worker" if sys.argv[1:2] == ["work"] else "command")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    # Django keeps the word for its own number.
    portal = [sys.argv[0], "portal_version"] if sys.argv[1:] == ["version"] else sys.argv
    try:
        execute_from_command_line(portal)
    except ImproperlyConfigured as error:
        sys.exit(f"The portal cannot start. {error}")


if __name__ == "__main__":
    main()
