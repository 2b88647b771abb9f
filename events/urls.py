"""Practical information, below /<lang>/<event>/."""

from django.urls import path

from events import views

app_name = "events"

urlpatterns = [
    path("info/", views.page_list, name="pages"),
    path("info/<slug:slug>/", views.page_detail, name="page"),
]
