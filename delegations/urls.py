"""Delegations, below /<lang>/<event>/."""

from django.urls import path

from delegations.views import public

app_name = "delegations"

urlpatterns = [path("delegations/", public.public_list, name="public-list")]
