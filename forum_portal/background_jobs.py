"""The jobs that the portal runs besides answering requests."""

# What `manage.py work` does, and how many seconds it waits when there was nothing to do.
BACKGROUND_JOBS = {
    "mail.outbox.send_due": 1,
    "mail.outbox.forget_old": 3600,
    "mail.bounce_mailbox.read_bounces": 60,
    "core.protection.limit_cache.purge_expired": 600,
    "accounts.sessions.forget_expired": 600,
    "events.imports.retention.forget_tables": 3600,
    "delegations.lists.export_queue.forget_exports": 600,
    "events.imports.pieces.import_next": 1,
    "events.imports.undo_in_pieces.undo_next": 1,
    "programme.releases.plans.publish_due_plans": 2,
    "delegations.access.deadline_reminders.remind_of_deadlines": 900,
    "delegations.invitations.rounds.send_next_round": 1,
    "delegations.access.personal_links.send_asked_links": 1,
    "programme.releases.webhooks.deliver_due": 2,
    "programme.feeds.make_booklets.make_booklets": 2,
    "delegations.lists.export_worker.make_next_export": 2,
    "delegations.schedules.sending.send_scheduled_lists": 60,
    "programme.sign_ups.services.fill_free_seats": 60,
}

# What goes on after a restore while an operator looks (`core.work.hold`): it sends nothing that
# waited then, and publishes nothing.
JOBS_DURING_HOLD = {
    "mail.outbox.send_due",
    "mail.outbox.forget_old",
    "core.protection.limit_cache.purge_expired",
    "accounts.sessions.forget_expired",
    "events.imports.retention.forget_tables",
    "delegations.lists.export_queue.forget_exports",
    "programme.feeds.make_booklets.make_booklets",
}
