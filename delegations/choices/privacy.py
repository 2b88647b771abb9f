"""Consents, access to sensitive data, and the classes of data that are deleted together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsentPurpose(TextChoices):
    """The purposes to which a person consents separately."""

    REGISTRATION = "registration", _("Processing for registration")
    PARTICIPANTS_BOOK = "participants-book", _("Name in the participants’ book")
    CONTACT_IN_BOOK = "contact-in-book", _("Contact details in the book")
    IMAGES = "images", _("Photographs and video")
    DIET_HEALTH = "diet-health", _("Diet and health")
    RELIGIOUS_NEEDS = "religious-needs", _("Religious needs")
    SHARING_ABROAD = "sharing-abroad", _("Sharing with co-organizers abroad")
    LATER_FORUMS = "later-forums", _("Invitations to later forums")


class AccessKind(TextChoices):
    """The kinds of access to sensitive data."""

    VIEW = "view", _("Viewed")
    CHANGE = "change", _("Changed")
    ERASE = "erase", _("Erased")


class DataClass(TextChoices):
    """Classes of personal data, each with its own retention period."""

    SENSITIVE = "sensitive", _("Passports, diets, health, worship and travel")
    PHOTOGRAPHS = "photographs", _("Photographs for badges")
    CONTACTS = "contacts", _("Contact details and focal points")
    LETTERS = "letters", _("Nomination letters")
    NOTES = "notes", _("Notes about people and decisions")
    RECORDS = "records", _("Records of exports and of access")
