"""The addresses that shoppers see, in every language; config/urls.py puts it before them."""

from __future__ import annotations

from django.urls import path, register_converter

from shop.converters import PhotoIdConverter
from shop.site.install import manifest, offline
from shop.views.categories import categories
from shop.views.category import category
from shop.views.home import home
from shop.views.photo_results import forget_photo, photo_image, photo_results
from shop.views.photo_upload import upload_photo
from shop.views.product import product
from shop.views.saved import saved
from shop.views.search import search
from shop.views.suggestions import suggestions
from shop.views.why import why

register_converter(PhotoIdConverter, "photo")

app_name = "shop"
urlpatterns = [
    path("", home, name="home"),
    path("categories/", categories, name="categories"),
    path("c/<slug:slug>/", category, name="category"),
    path("p/<slug:slug>/", product, name="product"),
    path("p/<slug:slug>/why/<slug:other>/", why, name="why"),
    path("saved/", saved, name="saved"),
    path("viewed/", saved, {"with_alike": False}, name="viewed"),
    path("search/", search, name="search"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("offline/", offline, name="offline"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("photo/", upload_photo, name="photo"),
    path("photo/<photo:photo_id>/", photo_results, name="photo-results"),
    path("photo/<photo:photo_id>/image", photo_image, name="photo-image"),
    path("photo/<photo:photo_id>/forget/", forget_photo, name="photo-forget"),
]
