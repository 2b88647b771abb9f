"""The URLs of the portal, and beside them the views that it is compared with."""

from django.urls import path

from forum_portal import urls
from tests.bench import plain

urlpatterns = [
    path("bytes/<slug:name>", plain.bytes_view),
    path("plain/agenda-<int:size>/", plain.agenda_view),
    path("plain/list-<int:size>/", plain.people_view),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
