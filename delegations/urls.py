"""Delegations, below /<lang>/<event>/."""

from django.urls import path

from delegations import views

app_name = "delegations"

urlpatterns = [path("delegations/", views.public_list, name="public-list")]
