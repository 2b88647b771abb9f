"""Addresses of the staff pages, below /staff/<event>/."""

from django.urls import path

from forum_portal.staff import views

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
    path("delegations/", views.delegation_list, name="delegations"),
]
