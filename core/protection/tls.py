"""How the portal checks the certificate of a machine that it calls: mail, mailbox, webhook."""

import ssl

from django.conf import settings


def client_context() -> ssl.SSLContext:
    """Trust the authorities of this machine, and those in the file CA_FILE."""
    context = ssl.create_default_context()
    if settings.CA_FILE:
        context.load_verify_locations(settings.CA_FILE)
    return context
