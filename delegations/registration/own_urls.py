"""The pages of one person at their own entry, below /entry/."""

from django.urls import path

from delegations.registration.views import languages, own_entry, photographs

app_name = "own"

urlpatterns = [
    path("<uuid:guid>/", own_entry.entry, name="entry"),
    path("<uuid:guid>/keep/", own_entry.keep, name="keep"),
    path("<uuid:guid>/private/", own_entry.private, name="private"),
    path("<uuid:guid>/photograph/", photographs.own_page_of, name="photograph"),
    path("<uuid:guid>/photograph.jpg", photographs.own_picture, name="picture"),
    path("<uuid:guid>/photograph/remove/", photographs.own_remove, name="remove-photograph"),
    path("<uuid:guid>/language/", languages.own_language, name="language"),
    path("<uuid:guid>/finished/", own_entry.finished, name="finished"),
]
