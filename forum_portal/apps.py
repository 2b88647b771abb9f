"""The portal itself, and its admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "forum_portal"


class OrganizersAdminConfig(AdminConfig):
    default_site = "forum_portal.workspace.admin_site.OrganizersAdminSite"
