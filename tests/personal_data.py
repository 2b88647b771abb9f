"""Texts of the database that an erasure does not clean, and why none names who is erased.

A field that is neither here nor in `delegations/privacy/naming_texts.py` fails
tests/test_personal_data.py.
"""

# Fields in which the program writes, and nobody types: digests, keys, codes, names of languages.
NOT_TYPED = {
    "account.EmailConfirmation": ("key",),
    "accounts.SetUpLink": ("token_hash",),
    "accounts.User": ("password",),
    "admin.LogEntry": ("object_id",),
    "auth.Permission": ("name", "codename"),
    "contenttypes.ContentType": ("app_label", "model"),
    "core.BackupRecord": ("name",),
    "core.Heartbeat": ("process",),
    "core.ListColumns": ("list_name", "columns"),
    "delegations.ApiToken": ("token_hash", "columns"),
    "delegations.BackgroundExport": ("language", "needs", "stored"),
    "delegations.Consent": ("text_version", "language"),
    "delegations.ExportLog": ("list_name", "order", "columns", "once"),
    "delegations.FocalPoint": ("language", "token_hash", "spent_hash"),
    "delegations.InvitationRound": ("first", "second", "language", "delegations"),
    "delegations.Letter": ("number", "languages"),
    "delegations.ListVersion": ("language", "columns", "key_name"),
    "delegations.Merge": ("taken",),
    "delegations.NominationLetter": ("digest",),
    "delegations.PersonalLink": ("language", "token_hash", "spent_hash"),
    "delegations.Photograph": ("digest",),
    "delegations.ScheduledList": ("fingerprint",),
    "delegations.StatusChange": ("from_status", "to_status"),
    "delegations.VisaLetter": ("number", "language"),
    "events.ColumnChoice": ("field",),
    "events.ValueChoice": ("field",),
    "events.Document": ("digest",),
    "events.Partner": ("logo_digest",),
    "events.Event": (
        "time_zone",
        "languages",
        "picture_digest",
        "second_factor_roles",
    ),
    "events.FormerAddress": ("kind",),
    "events.ImportBatch": (
        "digest",
        "columns",
        "day_orders",
        "fingerprint",
        "reviewed",
        "language",
    ),
    "events.SavedList": ("list_name",),
    "events.Invitation": ("sub_forums", "language", "token_hash"),
    "mail.BounceMailbox": ("name",),
    "mail.OutgoingMail": ("key", "scope", "recipient", "attachment", "time_zone"),
    "mfa.Authenticator": ("data",),
    "programme.AcceptedFinding": ("check_key", "fingerprint"),
    "programme.Booklet": ("order", "digest"),
    "programme.PreviewLink": ("digest",),
    "programme.Profile": ("portrait_digest",),
    "programme.SessionDocument": ("digest",),
    "programme.Session": ("code", "floor_languages", "interpretation_languages", "picture_digest"),
    "programme.Webhook": ("sealed_secret",),
    # Which link or draft somebody has opened, by its guid.
    "sessions.Session": ("session_key", "session_data"),
}

# What stands in a field of its own for one person, and goes with the row.
OWN = {
    "delegations.Attendee": (
        "given",
        "family",
        "display_name",
        "native_name",
        "list_name",
        "badge_name",
        "email",
        "phone",
        "listed_name",
        "sort_key",
    ),
    # Encrypted, of one person; notes about others in it go 30 days after the forum.
    "delegations.SensitiveData": (
        "passport_name",
        "passport_number",
        "passport_expires_on",
        "document_kind",
        "issuing_country",
        "document_sex",
        "nationality",
        "born_on",
        "diet",
        "diet_note",
        "health_note",
        "religious_needs",
    ),
    # Encrypted: both went into one, and all of it goes with either.
    "delegations.Merge": ("undo",),
    "delegations.PersonalLink": ("email",),
    "delegations.FocalPoint": ("email", "phone"),
    "delegations.Photograph": ("file",),
    "programme.Profile": ("portrait",),
    "events.Subscriber": ("email",),
    # A mail to one of their addresses goes as a whole.
    "mail.OutgoingMail": ("address",),
    "delegations.LinkWish": ("email",),
    # What was set of the agenda is set again.
    "programme.Booklet": ("content",),
    # Rows of the person are taken out of what is packed.
    "delegations.ListVersion": ("rows",),
}

# People who work for the office, not those who come; what stands for a city or an edition.
OTHERS = {
    "account.EmailAddress": ("email",),
    "accounts.User": ("email", "name"),
    "auth.Group": ("name",),
    "events.Invitation": ("email",),
    "events.TeamChange": ("about", "before", "after"),
    "delegations.Delegation": ("code",),
    "delegations.LetterTemplate": ("number_prefix",),
    "events.Event": ("slug", "office_email", "picture"),
    "mail.OutgoingMail": ("sender_name", "reply_to"),
    "programme.Webhook": ("url",),
    "programme.Session": ("stream", "recording", "picture"),
    # Files under names that nobody can guess; what is in them is for people to look at.
    "delegations.NominationLetter": ("file",),
    "events.Document": ("file",),
    "events.Partner": ("logo",),
    "programme.SessionDocument": ("file",),
}
