"""The texts of consents, purpose by purpose. Each answer stores their version.

Separate answers for sensitive data: PIPL art. 29, GDPR art. 9 (2) (a). Anyone who changes a
sentence gives it a new version: an answer is to the words that were read.

What nobody was asked about is no consent. For most purposes that is the same as a no; where the
office acts as every host does (registering somebody, printing names and offices, taking pictures of
a public event) only a no stops it. docs/privacy.md says where each answer is obeyed.
"""

from django.utils.translation import gettext_lazy as _

from delegations.choices import ConsentPurpose

TEXT_VERSION = "2026-12"
# Where it takes a no to stop the office; everything else takes a yes to begin.
STOPPED_BY_NO = frozenset(
    {ConsentPurpose.REGISTRATION, ConsentPurpose.PARTICIPANTS_BOOK, ConsentPurpose.IMAGES}
)

TEXTS: dict[ConsentPurpose, object] = {
    ConsentPurpose.REGISTRATION: _(
        "The host office may store my name, office title and contact details in "
        "order to register me."
    ),
    ConsentPurpose.PARTICIPANTS_BOOK: _(
        "My name and office title may appear in the participants’ book."
    ),
    ConsentPurpose.CONTACT_IN_BOOK: _(
        "My e-mail address and phone number may appear in the participants’ book."
    ),
    ConsentPurpose.IMAGES: _("I may appear in photographs and videos of the forum."),
    ConsentPurpose.DIET_HEALTH: _(
        "The host office may store what I say about diet and health, for meals and emergencies."
    ),
    ConsentPurpose.RELIGIOUS_NEEDS: _(
        "The host office may store what I say about religious needs, in order to meet them."
    ),
    ConsentPurpose.SHARING_ABROAD: _(
        "My name and office title may be passed to co-organizers in other countries."
    ),
    ConsentPurpose.LATER_FORUMS: _("I may be invited to later forums."),
}
