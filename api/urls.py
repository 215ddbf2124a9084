"""The addresses of the REST API, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from api.views.catalogue.brands import BrandsView
from api.views.catalogue.categories import CategoriesView
from api.views.catalogue.looks import LooksView
from api.views.catalogue.products import ProductsView, ProductView
from api.views.docs import DocsView, SchemaView
from api.views.events import EventsView
from api.views.finding.batch import SimilarBatchView
from api.views.finding.photo_searches import PhotoSearchesView, PhotoSearchView
from api.views.finding.recommendations import RecommendationsView
from api.views.finding.similar import SimilarView
from api.views.finding.suggestions import SuggestionsView
from api.views.writing.pictures import PicturesView, PictureView
from api.views.writing.products import ProductBySkuView
from api.views.writing.stock import StockBulkView

app_name = "api"
urlpatterns = [
    path("products/", ProductsView.as_view(), name="products"),
    path("products/by-sku/<path:sku>/pictures/", PicturesView.as_view(), name="pictures"),
    path(
        "products/by-sku/<path:sku>/pictures/<int:picture>/", PictureView.as_view(), name="picture"
    ),
    path("products/by-sku/<path:sku>/", ProductBySkuView.as_view(), name="by-sku"),
    # Nothing is below it, so that an SKU such as A/pictures has an address as well.
    path("skus/<path:sku>/", ProductBySkuView.as_view(schema=None), name="sku"),
    path("products/<slug:slug>/", ProductView.as_view(), name="product"),
    path("products/<slug:slug>/similar/", SimilarView.as_view(), name="similar"),
    path("products/<slug:slug>/looks/", LooksView.as_view(), name="looks"),
    path("stock/bulk/", StockBulkView.as_view(), name="stock-bulk"),
    path("events/", EventsView.as_view(), name="events"),
    path("categories/", CategoriesView.as_view(), name="categories"),
    path("brands/", BrandsView.as_view(), name="brands"),
    path("suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("similar/batch/", SimilarBatchView.as_view(), name="similar-batch"),
    path("photo-searches/", PhotoSearchesView.as_view(), name="photo-searches"),
    path("photo-searches/<slug:photo>/", PhotoSearchView.as_view(), name="photo-search"),
    path("recommendations/", RecommendationsView.as_view(), name="recommendations"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
]
