"""Addresses that browsers and search engines ask for, one each whatever the language."""

from __future__ import annotations

from django.urls import path

from shop.site.install import worker
from shop.site.sitemaps import sitemap_or_index, sitemap_section
from shop.views.favicon import favicon
from shop.views.robots import robots
from shop.widgets.view import widgets

app_name = "site"
urlpatterns = [
    path("sitemap.xml", sitemap_or_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap-section"),
    path("worker.js", worker, name="worker"),
    path("robots.txt", robots, name="robots"),
    path("widgets/v1.js", widgets, name="widgets"),
    path("favicon.ico", favicon, name="favicon"),
]
