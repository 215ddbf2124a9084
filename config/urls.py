"""Who answers which address."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from api.views.public import UnknownAddressView
from web.media import serve_picture

urlpatterns = [
    path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", serve_picture, name="picture"),
    path("admin/dashboard/", include("backoffice.dashboard.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("api.urls")),
    re_path("^api/", UnknownAddressView.as_view()),
    path("", include("shop.site.urls")),
    *i18n_patterns(path("", include("shop.urls")), prefix_default_language=False),
]

# /livez, /readyz and /metrics are answered before any of these: ops.middleware.HealthMiddleware.
handler404 = "web.failures.not_found.page_not_found"
handler500 = "web.failures.unavailable.handle_error"

admin.site.site_header = "Vitrine"
admin.site.site_title = "Vitrine"
admin.site.index_title = _("The shop")
