"""Every address of the portal, in groups by audience (`tests/test_access_matrix.py`)."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
