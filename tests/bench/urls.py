"""The portal, and beside it the bytes view."""

from forum_portal import urls
from tests.bench import bytes as bytes_urls

urlpatterns = [*bytes_urls.urlpatterns, *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
