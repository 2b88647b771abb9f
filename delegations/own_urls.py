"""The pages of one person at their own entry, below /entry/."""

from django.urls import path

from delegations.views import own

app_name = "own"

urlpatterns = [
    path("<uuid:guid>/", own.entry, name="entry"),
    path("<uuid:guid>/keep/", own.keep, name="keep"),
    path("<uuid:guid>/private/", own.private, name="private"),
    path("<uuid:guid>/finished/", own.finished, name="finished"),
]
