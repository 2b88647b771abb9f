"""Every URL of the portal, grouped by audience (`tests/test_access_matrix.py`)."""

from django.contrib import admin
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path

from core.pages.languages import content_patterns
from delegations.registration.views import focal_links
from events.documents.views import document
from events.editions.picture_views import edition_picture
from events.editions.share_picture_views import card_picture
from events.news.views import news_atom
from events.pages.logos import partner_logo
from forum_portal import second_factor
from forum_portal.monitoring import views as monitoring
from forum_portal.site import embed, installable, sitemap, views
from forum_portal.style.views import style
from forum_portal.workspace.set_up import first_account
from forum_portal.workspace.team import joining
from mail import views as mail_views
from programme.agenda.portraits import portrait
from programme.agenda.session_documents import session_document
from programme.agenda.session_pictures import session_picture
from programme.releases import preview_views
from programme.sign_ups.views import seats


def favicon(request: HttpRequest) -> HttpResponse:
    """Answer with the icon that browsers request without a link."""
    return redirect(staticfiles_storage.url("img/favicon.svg"), permanent=False)


urlpatterns: list[URLPattern | URLResolver] = [
    # Everybody
    path("", views.root, name="root"),
    path("healthz", monitoring.healthz, name="healthz"),
    path("readyz", monitoring.readyz, name="readyz"),
    path("favicon.ico", favicon, name="favicon"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("style/", style, name="style"),
    path("embed.js", embed.embed, name="embed"),
    path("service-worker.js", installable.service_worker, name="service-worker"),
    # Somebody outside, with a link to the draft
    path("preview/draft/", preview_views.preview_draft, name="preview-draft"),
    path("preview/<str:token>/", preview_views.preview_link, name="preview-link"),
    # Monitoring, by token or address
    path("metrics", monitoring.metrics, name="metrics"),
    # The mail server, with a token of its own
    path("mail/bounces/", mail_views.bounces, name="mail-bounces"),
    # Focal points, with a link to their delegation
    path("join/", focal_links.door, name="focal-door"),
    path("join/new-link/", focal_links.renew, name="focal-renew"),
    path("join/<str:token>/", focal_links.open_link, name="focal-link"),
    path("delegation/seats/", seats, name="focal-seats"),
    path("delegation/", include("delegations.registration.urls")),
    # One person, with a link to their own entry
    path("entry/", include("delegations.registration.own_urls")),
    # The first administrator, with a link from the server's console
    path("accounts/set-up/", first_account.set_up, name="set-up"),
    path("accounts/set-up/<str:token>/", first_account.set_up_link, name="set-up-link"),
    # The team
    path("accounts/landing/", views.landing, name="landing"),
    path("accounts/join/", joining.join, name="join"),
    path("accounts/join/<str:token>/", joining.join_link, name="join-link"),
    path("accounts/second-factor/", second_factor.set_up, name="second-factor"),
    path("accounts/2fa/totp/picture.svg", second_factor.totp_picture, name="totp-picture"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("staff/<slug:event_slug>/", include("forum_portal.staff_urls")),
    path("admin/", admin.site.urls),
    # Programs of the team, with a token
    path("api/v1/", include("delegations.api.urls")),
    # Visitors
    *content_patterns(
        path("<slug:event_slug>/", views.home, name="home"),
        path("<slug:event_slug>/offline.json", installable.offline_list, name="offline-list"),
        path("<slug:event_slug>/offline/", installable.offline, name="offline"),
        path("<slug:event_slug>/manifest.webmanifest", installable.manifest, name="manifest"),
        path("<slug:event_slug>/search/", views.search, name="search"),
        path("<slug:event_slug>/editions/", views.editions, name="editions"),
        path("<slug:event_slug>/privacy/", views.privacy, name="privacy"),
        path("<slug:event_slug>/", include("programme.urls")),
        path("<slug:event_slug>/", include("delegations.urls")),
        path("<slug:event_slug>/", include("events.urls")),
    ),
    # Files, and other programs
    path("<slug:event_slug>/documents/<uuid:guid>/<str:file_name>", document, name="document"),
    path(
        "<slug:event_slug>/sessions/<slug:code>/documents/<uuid:guid>/<str:file_name>",
        session_document,
        name="session-document",
    ),
    path(
        "<slug:event_slug>/sessions/<slug:code>/picture.jpg",
        session_picture,
        name="session-picture",
    ),
    path("<slug:event_slug>/logos/<int:pk>-<str:digest>.png", partner_logo, name="partner-logo"),
    path(
        "<slug:event_slug>/picture-<int:width>-<str:digest>.jpg",
        edition_picture,
        name="edition-picture",
    ),
    path("<slug:event_slug>/portraits/<uuid:guid>.jpg", portrait, name="portrait"),
    path("<slug:event_slug>/news.atom", news_atom, name="news-atom"),
    path("<slug:event_slug>/card.png", card_picture, name="card"),
    path("<slug:event_slug>/", include("programme.feeds.urls")),
]

handler400 = "core.pages.errors.bad_request"
handler403 = "core.pages.errors.permission_denied"
handler404 = "forum_portal.site.not_found.page_not_found"
handler500 = "core.pages.errors.server_error"
