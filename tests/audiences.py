"""Who each address is for. An address that is not here fails the access matrix.

Audiences: `everybody`; `anonymous` (log-in pages); `member` (logged in); and, within the event of
the address, the rights of accounts.roles. Admin addresses are declared by model.
"""

from accounts.roles import Right

PUBLIC = frozenset(
    {
        "root",
        "healthz",
        "readyz",
        "favicon",
        "sitemap",
        "robots",
        "style",
        "home",
        "card",
        "search",
        "service-worker",
        "embed",
        "api:openapi",
        "offline-list",
        "offline",
        "manifest",
        "editions",
        "privacy",
        "programme:sub-forums",
        "programme:sub-forum",
        "programme:agenda",
        "programme:changes",
        "programme:mine",
        "programme:now",
        "programme:session",
        "programme:speakers",
        "programme:speaker",
        "delegations:public-list",
        "events:pages",
        "events:page",
        "events:news",
        "events:news-item",
        "events:award",
        "events:documents",
        "events:newsletter",
        "events:subscribe-sent",
        "news-atom",
        "document",
        "portrait",
        "session-document",
        "session-picture",
        "partner-logo",
        "edition-picture",
        "feeds:agenda",
        "feeds:session",
        "feeds:sub-forum",
        "feeds:speaker",
        "feeds:room",
        "feeds:changes",
        "feeds:starred",
        "feeds:booklet",
        "feeds:schedule-json",
        "feeds:schedule-xml",
    }
)
# Of these, what somebody reads: all but files, feeds and what only programs ask for.
PAGES = PUBLIC.difference(
    {
        "root", "healthz", "readyz", "favicon", "sitemap", "robots", "service-worker", "embed",
        "offline-list", "manifest", "news-atom", "card", "document", "portrait",
        "session-document", "session-picture", "partner-logo", "edition-picture",
        "api:openapi",
    },
    {name for name in PUBLIC if name.startswith("feeds:")},
)  # fmt: skip
# Open to anyone who has the link from a mail, and a form for anybody. Each has tests of its
# own in tests/events/test_newsletter.py.
BY_LINK = frozenset(
    {
        "events:subscribe", "events:confirm", "events:leave", "join", "join-link",
        "preview-link", "preview-draft",
        "focal-door", "focal-renew", "focal-link",
        # Printed on the server (tests/portal/test_set_up.py).
        "set-up", "set-up-link",
        # The mail server's, with a token (tests/mail/test_bounces.py).
        "mail-bounces",
        # Monitoring's, with a token or from its address (tests/portal/test_monitoring.py).
        "metrics",
    }
)  # fmt: skip
# Open to everybody, because one cannot be logged in yet, or is no longer.
ACCOUNT_OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_confirm_login_code",
        "account_request_login_code",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)
MEMBERS = frozenset(
    {
        "landing",
        "account_email",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "second-factor",
        "totp-picture",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
    }
)
# There once one has a second factor (tests/accounts/test_second_factor.py).
OWN_SECOND_FACTOR = frozenset(
    {
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
# About a key of the person's own account: others answer 404 (the same tests).
OWN_KEY = frozenset({"mfa_edit_webauthn", "mfa_remove_webauthn"})
STAFF: dict[str, Right] = {
    "staff:dashboard": Right.VIEW_PEOPLE,
    "staff:attendees": Right.VIEW_PEOPLE,
    "staff:attendee-counts": Right.VIEW_PEOPLE,
    "staff:delegation-counts": Right.VIEW_PEOPLE,
    "staff:attendees-xlsx": Right.EXPORT,
    "staff:attendees-csv": Right.EXPORT,
    "staff:delegations": Right.VIEW_PEOPLE,
    "staff:queue": Right.EDIT_PEOPLE,
    "staff:people-bulk": Right.EDIT_PEOPLE,
    "staff:delegations-bulk": Right.EDIT_PEOPLE,
    "staff:duplicates": Right.EDIT_PEOPLE,
    "staff:imports": Right.EDIT_PEOPLE,
    "staff:names": Right.EDIT_PEOPLE,
    "staff:photographs": Right.EDIT_PEOPLE,
    "staff:photographs-zip": Right.EXPORT,
    "staff:imports-template": Right.EDIT_PEOPLE,
    "staff:imports-xlsx": Right.EXPORT,
    "staff:imports-csv": Right.EXPORT,
    "staff:invitations": Right.EDIT_PEOPLE,
    "staff:invitations-choose": Right.EDIT_PEOPLE,
    "staff:invitations-table": Right.EDIT_PEOPLE,
    "staff:letters": Right.EDIT_PEOPLE,
    "staff:letters-xlsx": Right.EXPORT,
    "staff:retention": Right.EDIT_TEAM,
    "staff:attendees-pdf": Right.EXPORT,
    "staff:exports": Right.EXPORT,
    "staff:tokens": Right.EXPORT,
}
# Of these, files that leave the portal: only by a form, since each is recorded.
TAKEN_OUT = frozenset(
    {
        "staff:attendees-xlsx", "staff:attendees-csv", "staff:attendees-pdf",
        "staff:imports-xlsx", "staff:imports-csv", "staff:letters-xlsx", "staff:photographs-zip",
    }
)  # fmt: skip
# About one row of the event; that of another is not there.
STAFF_ROWS: dict[str, Right] = {
    "staff:delegation": Right.VIEW_PEOPLE,
    "staff:head": Right.EDIT_PEOPLE,
    "staff:focal-point": Right.EDIT_PEOPLE,
    "staff:invitation-round": Right.EDIT_PEOPLE,
    "staff:sensitive": Right.VIEW_SENSITIVE,
    "staff:visa-letter": Right.VIEW_SENSITIVE,
    "staff:person-data": Right.EDIT_TEAM,
    "staff:amendment": Right.EDIT_PEOPLE,
    "staff:reply": Right.EDIT_PEOPLE,
    "staff:person": Right.VIEW_PEOPLE,
    "staff:person-peek": Right.VIEW_PEOPLE,
    "staff:person-link": Right.EDIT_PEOPLE,
    "staff:photograph": Right.VIEW_PEOPLE,
    "staff:photograph-change": Right.EDIT_PEOPLE,
    "staff:merge": Right.EDIT_PEOPLE,
    "staff:not-same": Right.EDIT_PEOPLE,
    "staff:merge-undo": Right.EDIT_PEOPLE,
    "staff:earlier": Right.EDIT_PEOPLE,
    "staff:nomination": Right.VIEW_CONTACTS,
    "staff:remove-nomination": Right.EDIT_PEOPLE,
    "staff:import": Right.EDIT_PEOPLE,
    "staff:import-columns": Right.EDIT_PEOPLE,
    "staff:import-values": Right.EDIT_PEOPLE,
    "staff:import-errors": Right.EDIT_PEOPLE,
    "staff:import-apply": Right.EDIT_PEOPLE,
    "staff:import-undo": Right.EDIT_PEOPLE,
    "staff:letter": Right.EDIT_PEOPLE,
    "staff:letter-preview": Right.EDIT_PEOPLE,
    "staff:letter-correct": Right.EDIT_PEOPLE,
}
# Kept lists, and what one has changed last: everybody has their own
# (tests/delegations/lists/test_ready_lists.py, tests/delegations/test_schedules.py,
# tests/delegations/bulk/test_ticked_people.py).
STAFF_FORMS = frozenset(
    {
        "staff:list-save",
        "staff:list-open",
        "staff:list-schedule",
        "staff:list-delete",
        "staff:bulk-undo",
    }
)
# Lists that are not of attendees: each has its own right (tests/delegations/lists/test_tables.py).
STAFF_TABLES = frozenset({"staff:table", "staff:table-file"})
# Files that the worker makes: everybody has their own
# (tests/delegations/lists/test_background_exports.py); tokens too, which administrators revoke as
# well (tests/delegations/api/test_api.py).
STAFF_OWN = frozenset({"staff:export-file", "staff:export-delete", "staff:token-revoke"})
# Programs with a good token of the event, whose owner may take lists out at that moment.
BY_TOKEN = frozenset({"api:attendees", "api:delegations"})
# Whatever else stands below their address: 404 for everybody (tests/delegations/api/test_api.py).
NOTHING = frozenset({"api:unknown"})
# Anyone who opened the link of a focal point, and their delegation alone
# (tests/delegations/access/test_focal_access.py).
FOCAL = frozenset(
    {
        "focal:overview", "focal:add", "focal:person", "focal:keep", "focal:withdraw",
        "focal:take-back", "focal:submit", "focal:leave", "focal:colleagues", "focal:private",
        "focal-seats", "focal:personal-link", "focal:photograph", "focal:picture",
        "focal:remove-photograph", "focal:nomination", "focal:nomination-file",
        "focal:accept", "focal:decline",
        "focal:earlier", "focal:import", "focal:import-template", "focal:letter", "focal:language",
    }
)  # fmt: skip
# Anyone who opened the link to their own entry, and that entry alone
# (tests/delegations/access/test_personal_link.py).
OWN = frozenset(
    {
        "own:entry", "own:keep", "own:private", "own:finished", "own:photograph", "own:picture",
        "own:remove-photograph", "own:language",
    }
)  # fmt: skip
# Pages of the admin that are about no single row: everybody in a team may open them.
ADMIN_TEAM = frozenset(
    {
        "admin:index",
        "admin:login",
        "admin:logout",
        "admin:password_change",
        "admin:password_change_done",
        "admin:autocomplete",
        "admin:search",
        "admin:jsi18n",
        "admin:app_list",
        "admin:catch_all",
    }
)
ADMIN_EVENT: dict[str, Right] = {
    "admin:team": Right.EDIT_TEAM,
    "admin:team_member": Right.EDIT_TEAM,
    "admin:team_invitation": Right.EDIT_TEAM,
    "admin:team_second_factor": Right.EDIT_TEAM,
    "admin:readiness": Right.VIEW_DRAFT,
    "admin:translations": Right.TRANSLATE,
    "admin:translate": Right.TRANSLATE,
    "admin:edition_copy": Right.EDIT_TEAM,
    "admin:paste_sub_forums": Right.EDIT_DRAFT,
    "admin:paste_rooms": Right.EDIT_CONTENT,
    "admin:programme_preview": Right.VIEW_DRAFT,
    "admin:programme_publish": Right.RELEASE,
    "admin:programme_checks": Right.VIEW_DRAFT,
    "admin:programme_people": Right.EDIT_DRAFT,
    "admin:programme_compare": Right.VIEW_DRAFT,
    "admin:programme_roll_back": Right.RELEASE,
    "admin:programme_tell": Right.RELEASE,
    "admin:programme_withdraw": Right.RELEASE,
    "admin:programme_plan": Right.VIEW_DRAFT,
    "admin:programme_import_template": Right.VIEW_DRAFT,
    "admin:programme_export": Right.VIEW_DRAFT,
    "admin:programme_import_upload": Right.EDIT_DRAFT,
    "admin:programme_import": Right.EDIT_DRAFT,
    "admin:programme_import_columns": Right.EDIT_DRAFT,
    "admin:programme_import_values": Right.EDIT_DRAFT,
    "admin:programme_import_errors": Right.EDIT_DRAFT,
    "admin:programme_import_apply": Right.EDIT_DRAFT,
    "admin:programme_import_undo": Right.EDIT_DRAFT,
    "admin:programme_planner": Right.VIEW_DRAFT,
    "admin:programme_person_times": Right.VIEW_DRAFT,
    "admin:programme_typed_place": Right.VIEW_DRAFT,
    "admin:programme_planner_changes": Right.VIEW_DRAFT,
    "admin:programme_planner_shift": Right.EDIT_DRAFT,
    "admin:programme_planner_check": Right.EDIT_DRAFT,
    "admin:programme_planner_move": Right.EDIT_DRAFT,
    "admin:programme_session_duplicate": Right.EDIT_DRAFT,
    "admin:programme_name_person": Right.EDIT_DRAFT,
    "admin:programme_change_many": Right.EDIT_DRAFT,
    "admin:programme_undo_many": Right.EDIT_DRAFT,
    "admin:programme_running_order": Right.VIEW_DRAFT,
    "admin:programme_run_of_show": Right.VIEW_DRAFT,
    "admin:events_news_send": Right.EDIT_CONTENT,
    "admin:events_document_file": Right.VIEW_CONTENT,
    "admin:programme_profile_portrait": Right.VIEW_DRAFT,
    "admin:programme_session_document": Right.VIEW_DRAFT,
    "admin:programme_session_picture": Right.VIEW_DRAFT,
    "admin:events_partner_logo": Right.VIEW_CONTENT,
    "admin:events_event_picture": Right.VIEW_CONTENT,
    "admin:auth_user_password_change": Right.EDIT_TEAM,
}
# Superusers only (tests/portal/test_set_up.py).
ADMIN_SUPERUSER = frozenset({"admin:edition_new", "admin:set_up", "admin:mail_test"})
# What somebody needs in order to see rows of a model, and to change them; None: superusers only.
ADMIN_MODELS: dict[str, tuple[Right | None, Right | None]] = {
    "accounts_user": (None, None),
    "events_event": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_venue": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_room": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_venuedistance": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_page": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_newsitem": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_award": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_document": (Right.VIEW_CONTENT, Right.EDIT_CONTENT),
    "events_subscriber": (Right.EDIT_TEAM, Right.EDIT_TEAM),
    "mail_outgoingmail": (Right.EDIT_TEAM, None),
    "programme_releaseplan": (Right.VIEW_DRAFT, None),
    "programme_previewlink": (Right.RELEASE, Right.RELEASE),
    "delegations_organisation": (Right.VIEW_PEOPLE, Right.EDIT_PEOPLE),
    "delegations_delegation": (Right.VIEW_PEOPLE, Right.EDIT_PEOPLE),
    "delegations_attendee": (Right.VIEW_PEOPLE, Right.EDIT_PEOPLE),
    "delegations_deadline": (Right.VIEW_PEOPLE, Right.EDIT_PEOPLE),
    "delegations_eventquota": (Right.VIEW_PEOPLE, Right.EDIT_PEOPLE),
    "delegations_lettertemplate": (Right.VIEW_PEOPLE, Right.EDIT_PEOPLE),
    "delegations_exportlog": (Right.EDIT_TEAM, None),
    "delegations_sensitiveaccess": (Right.EDIT_TEAM, None),
    "programme_subforum": (Right.VIEW_DRAFT, Right.EDIT_DRAFT),
    "programme_session": (Right.VIEW_DRAFT, Right.EDIT_DRAFT),
    "programme_profile": (Right.VIEW_DRAFT, Right.EDIT_DRAFT),
    "programme_schedulerelease": (Right.VIEW_DRAFT, None),
    "programme_acceptedfinding": (Right.RELEASE, None),
    "events_importbatch": (Right.VIEW_DRAFT, None),
    "programme_webhook": (Right.EDIT_TEAM, Right.EDIT_TEAM),
    "programme_webhookdelivery": (Right.EDIT_TEAM, None),
}
ADMIN_ACTIONS = ("changelist", "add", "history", "delete", "change", "peek")
# Models whose history is kept: deleted rows and earlier states come back by the right to change.
RECORDED = frozenset(
    {
        "events_event", "events_venue", "events_room", "events_venuedistance", "events_page",
        "events_newsitem", "events_award", "events_document",
        "delegations_organisation", "delegations_delegation", "delegations_attendee",
        "delegations_deadline", "delegations_eventquota", "delegations_lettertemplate",
        "programme_subforum", "programme_session", "programme_profile", "programme_webhook",
    }
)  # fmt: skip
OF_RECORDED = ("deleted", "restore", "undo", "cell")


def declared() -> set[str]:
    """Every address that has an audience."""
    models = {f"admin:{model}_{action}" for model in ADMIN_MODELS for action in ADMIN_ACTIONS}
    models |= {f"admin:{model}_{action}" for model in RECORDED for action in OF_RECORDED}
    return {
        *PUBLIC, *BY_LINK, *ACCOUNT_OPEN, *MEMBERS, *OWN_KEY, *OWN_SECOND_FACTOR,
        *STAFF, *STAFF_ROWS, *STAFF_FORMS, *STAFF_TABLES, *STAFF_OWN, *BY_TOKEN, *NOTHING,
        *FOCAL, *OWN, *ADMIN_TEAM, *ADMIN_EVENT, *ADMIN_SUPERUSER,
        *models,
    }  # fmt: skip
