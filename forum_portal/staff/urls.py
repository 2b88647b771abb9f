"""Addresses of the staff pages, below /staff/<event>/."""

from django.urls import path

from forum_portal.staff import (
    delegation,
    exports,
    lists,
    personal_data,
    queue,
    sensitive,
    tokens,
    views,
)

app_name = "staff"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("attendees/", views.attendee_list, name="attendees"),
    path(
        "attendees/export.xlsx",
        views.attendee_export,
        {"file_format": "xlsx"},
        name="attendees-xlsx",
    ),
    path(
        "attendees/export.csv", views.attendee_export, {"file_format": "csv"}, name="attendees-csv"
    ),
    path(
        "attendees/export.pdf", views.attendee_export, {"file_format": "pdf"}, name="attendees-pdf"
    ),
    path("attendees/lists/", lists.save, name="list-save"),
    path("attendees/lists/<int:pk>/delete/", lists.delete, name="list-delete"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:guid>/file", exports.export_file, name="export-file"),
    path("exports/<uuid:guid>/delete/", exports.export_delete, name="export-delete"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:guid>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("delegations/", views.delegation_list, name="delegations"),
    path("delegations/<str:code>/", delegation.delegation, name="delegation"),
    path("people/<uuid:guid>/sensitive/", sensitive.sensitive, name="sensitive"),
    path("people/<uuid:guid>/data/", personal_data.person_data, name="person-data"),
    path("personal-data/", personal_data.retention, name="retention"),
    path("focal-points/<uuid:guid>/", delegation.focal_point, name="focal-point"),
    path("queue/", queue.queue, name="queue"),
    path("amendments/<uuid:guid>/", queue.amendment, name="amendment"),
]
