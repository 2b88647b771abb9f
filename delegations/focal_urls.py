"""The pages of a delegation for its focal points, below /delegation/."""

from django.urls import path

from delegations.views import focal, focal_letter, focal_links, focal_private

app_name = "focal"

urlpatterns = [
    path("", focal.overview, name="overview"),
    path("people/add/", focal.add, name="add"),
    path("people/<uuid:guid>/", focal.person, name="person"),
    path("people/<uuid:guid>/keep/", focal.keep, name="keep"),
    path("people/<uuid:guid>/private/", focal_private.private, name="private"),
    path("people/<uuid:guid>/withdraw/", focal.withdraw, name="withdraw"),
    path("people/<uuid:guid>/take-back/", focal.take_back, name="take-back"),
    path("submit/", focal.submit, name="submit"),
    path("letter.pdf", focal_letter.letter, name="letter"),
    path("colleagues/", focal.colleagues, name="colleagues"),
    path("leave/", focal_links.leave, name="leave"),
]
