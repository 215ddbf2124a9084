"""Django's admin as an app, with the site of ours."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class StaffSiteConfig(AdminConfig):
    """Not beside BackofficeConfig: Django takes a module's only AppConfig for the app's own."""

    default = False
    default_site = "backoffice.site.StaffSite"
