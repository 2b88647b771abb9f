"""The pages of a delegation for its focal points, below /delegation/."""

from django.urls import path

from delegations.registration.views import (
    earlier_people,
    focal,
    focal_import,
    focal_letter,
    focal_links,
    focal_people,
    focal_private,
    languages,
    nominations,
    photographs,
    replies,
)

app_name = "focal"

urlpatterns = [
    path("", focal.overview, name="overview"),
    path("people/add/", focal.add, name="add"),
    path("people/earlier/", earlier_people.earlier, name="earlier"),
    path("people/<uuid:guid>/", focal.person, name="person"),
    path("people/<uuid:guid>/keep/", focal.keep, name="keep"),
    path("people/<uuid:guid>/private/", focal_private.private, name="private"),
    path("people/<uuid:guid>/withdraw/", focal.withdraw, name="withdraw"),
    path("people/<uuid:guid>/take-back/", focal.take_back, name="take-back"),
    path("people/<uuid:guid>/link/", focal_people.personal_link, name="personal-link"),
    path("people/<uuid:guid>/photograph/", photographs.focal_page_of, name="photograph"),
    path("people/<uuid:guid>/photograph.jpg", photographs.focal_picture, name="picture"),
    path(
        "people/<uuid:guid>/photograph/remove/", photographs.focal_remove, name="remove-photograph"
    ),
    path("import/", focal_import.import_own, name="import"),
    path("import/template.xlsx", focal_import.template, name="import-template"),
    path("submit/", focal.submit, name="submit"),
    path("reply/accept/", replies.accept, name="accept"),
    path("reply/decline/", replies.decline, name="decline"),
    path("nomination/", nominations.nomination, name="nomination"),
    path("nomination/<uuid:guid>/", nominations.nomination_file, name="nomination-file"),
    path("letter.pdf", focal_letter.letter, name="letter"),
    path("colleagues/", focal.colleagues, name="colleagues"),
    path("language/", languages.focal_language, name="language"),
    path("leave/", focal_links.leave, name="leave"),
]
