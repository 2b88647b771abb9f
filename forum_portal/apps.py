"""The portal itself, and its admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "forum_portal"

    def ready(self) -> None:
        """Count what monitoring asks for."""
        from forum_portal.monitoring.requests import count_failed_log_ins  # noqa: PLC0415

        count_failed_log_ins()


class OrganizersAdminConfig(AdminConfig):
    default_site = "forum_portal.workspace.admin_site.OrganizersAdminSite"
