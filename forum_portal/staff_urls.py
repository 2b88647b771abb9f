"""URLs of the staff pages, below /staff/<event>/."""

from django.urls import path

from delegations.api import token_views as tokens
from delegations.bulk import views as bulk
from delegations.decisions import reply_views as reply_decisions
from delegations.decisions import views as decisions
from delegations.desk.views import (
    dashboard,
    delegation,
    delegations,
    earlier_people,
    names,
    person,
    person_link,
    photographs,
    uploaded_files,
)
from delegations.duplicates import views as duplicates
from delegations.imports import views as imports
from delegations.invitations import letter_views as letters
from delegations.invitations import round_views as rounds
from delegations.invitations import views as invitations
from delegations.lists.views import attendees, exports, saved_lists, visa_letter
from delegations.lists.views import office_tables as tables
from delegations.privacy import sensitive_views as sensitive
from delegations.privacy import views as privacy
from delegations.schedules import views as schedules
from programme.stage import head_change_views as head

app_name = "staff"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("attendees/", attendees.attendee_list, name="attendees"),
    *(
        path(
            f"attendees/export.{file_format}",
            attendees.attendee_export,
            {"file_format": file_format},
            name=f"attendees-{file_format}",
        )
        for file_format in ("xlsx", "csv", "pdf")
    ),
    path("attendees/counts/", attendees.attendee_counts, name="attendee-counts"),
    path("attendees/lists/", saved_lists.save, name="list-save"),
    path("attendees/lists/<int:pk>/", schedules.open_list, name="list-open"),
    path("attendees/lists/<int:pk>/schedule/", schedules.schedule, name="list-schedule"),
    path("attendees/lists/<int:pk>/delete/", saved_lists.delete, name="list-delete"),
    path("documents/<slug:key>/", tables.table, name="table"),
    path("documents/<slug:key>/export.<slug:file_format>", tables.table_file, name="table-file"),
    path("visa-letters/<uuid:guid>/", visa_letter.visa_letter, name="visa-letter"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:guid>/file", exports.export_file, name="export-file"),
    path("exports/<uuid:guid>/delete/", exports.export_delete, name="export-delete"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:guid>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("delegations/", delegations.delegation_list, name="delegations"),
    path("delegations/filters/counts/", delegations.delegation_counts, name="delegation-counts"),
    path("delegations/bulk/change/", bulk.delegations_bulk, name="delegations-bulk"),
    path("delegations/<str:code>/", delegation.delegation, name="delegation"),
    path("delegations/<str:code>/head/", head.head, name="head"),
    path("delegations/<str:code>/earlier/", earlier_people.earlier, name="earlier"),
    path("delegations/<str:code>/letter/", letters.correct, name="letter-correct"),
    path("delegations/<str:code>/letter.pdf", letters.preview, name="letter-preview"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/choose/", invitations.choose, name="invitations-choose"),
    path("invitations/table/", invitations.table, name="invitations-table"),
    path("invitations/rounds/<uuid:guid>/", rounds.invitation_round, name="invitation-round"),
    path("invitations/letters/", letters.register, name="letters"),
    path("invitations/letters.xlsx", letters.register_file, name="letters-xlsx"),
    path("invitations/letters/<uuid:guid>/", letters.letter, name="letter"),
    path("people/bulk/", bulk.people_bulk, name="people-bulk"),
    path("people/bulk/undo/", bulk.bulk_undo, name="bulk-undo"),
    path("people/<uuid:guid>/", person.person, name="person"),
    path("people/<uuid:guid>/peek/", person.person_peek, name="person-peek"),
    path("people/<uuid:guid>/sensitive/", sensitive.sensitive, name="sensitive"),
    path("people/<uuid:guid>/data/", privacy.person_data, name="person-data"),
    path("people/<uuid:guid>/link/", person_link.person_link, name="person-link"),
    path("people/<uuid:guid>/photograph.jpg", uploaded_files.photograph, name="photograph"),
    path("nominations/<uuid:guid>/", uploaded_files.nomination, name="nomination"),
    path(
        "nominations/<uuid:guid>/remove/",
        uploaded_files.remove_nomination,
        name="remove-nomination",
    ),
    path("personal-data/", privacy.retention, name="retention"),
    path("focal-points/<uuid:guid>/", delegation.focal_point, name="focal-point"),
    path("photographs/", photographs.photographs, name="photographs"),
    path("photographs/photographs.zip", photographs.archive, name="photographs-zip"),
    path(
        "people/<uuid:guid>/photograph/change/",
        photographs.change_photograph,
        name="photograph-change",
    ),
    path("names/", names.name_parts, name="names"),
    path("imports/", imports.imports, name="imports"),
    path("imports/template.xlsx", imports.template, name="imports-template"),
    path("imports/people.xlsx", imports.export, {"file_format": "xlsx"}, name="imports-xlsx"),
    path("imports/people.csv", imports.export, {"file_format": "csv"}, name="imports-csv"),
    path("imports/<int:pk>/", imports.preview, name="import"),
    path("imports/<int:pk>/columns/", imports.columns, name="import-columns"),
    path("imports/<int:pk>/values/", imports.values, name="import-values"),
    path("imports/<int:pk>/errors.xlsx", imports.errors, name="import-errors"),
    path("imports/<int:pk>/apply/", imports.apply, name="import-apply"),
    path("imports/<int:pk>/undo/", imports.take_back, name="import-undo"),
    path("queue/", decisions.queue, name="queue"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("people/<uuid:guid>/merge/", duplicates.merge, name="merge"),
    path("people/<uuid:guid>/not-same/", duplicates.keep_apart, name="not-same"),
    path("merges/<int:pk>/undo/", duplicates.undo, name="merge-undo"),
    path("replies/<uuid:guid>/", reply_decisions.reply, name="reply"),
    path("amendments/<uuid:guid>/", decisions.amendment, name="amendment"),
]
