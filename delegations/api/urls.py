"""URLs for other programs, below /api/v1/."""

from django.urls import path, re_path

from delegations.api import problems, views

app_name = "api"

urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("<slug:event_slug>/attendees/", views.attendees, name="attendees"),
    path("<slug:event_slug>/delegations/", views.delegations, name="delegations"),
    re_path("", problems.unknown, name="unknown"),
]
