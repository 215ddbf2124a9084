"""Addresses of the dashboard, below the admin's own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from backoffice.dashboard import views

app_name = "dashboard"


urlpatterns = [
    path("", admin.site.admin_view(views.show_parts), name="parts"),
    path("retry/<int:example>/", admin.site.admin_view(views.retry), name="retry"),
    path("feeds/<int:pk>/fetch/", admin.site.admin_view(views.fetch_feed), name="fetch_feed"),
    path("searches/", admin.site.admin_view(views.show_searches), name="searches"),
    path("searches/forget/", admin.site.admin_view(views.forget_search), name="forget_search"),
]
