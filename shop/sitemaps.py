"""Every page that search engines should know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.models import Category, Product


class PageSitemap(Sitemap):  # type: ignore[type-arg]
    def items(self) -> Sequence[str]:
        return ["shop:home", "shop:photo"]

    def location(self, item: str) -> str:
        return reverse(item)


class CategorySitemap(Sitemap):  # type: ignore[type-arg]
    limit = 5_000

    def items(self) -> QuerySet[Category]:
        return Category.objects.order_by("pk").only("slug")

    def location(self, item: Category) -> str:
        return reverse("shop:category", args=[item.slug])


class ProductSitemap(Sitemap):  # type: ignore[type-arg]
    limit = 5_000  # of 50,000 that the protocol allows: a file takes half a second at most

    def items(self) -> QuerySet[Product]:
        return Product.objects.published().order_by("pk").only("slug", "updated_at")

    def location(self, item: Product) -> str:
        return reverse("shop:product", args=[item.slug])

    def lastmod(self, item: Product) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        # Django's own looks at every product.
        return self.items().aggregate(latest=Max("updated_at"))["latest"]


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": PageSitemap,
    "categories": CategorySitemap,
    "products": ProductSitemap,
}


@require_safe
def sitemap_or_index(request: HttpRequest) -> TemplateResponse:
    """All pages in one file, or the list of files where one does not hold them."""
    if any(section().paginator.num_pages > 1 for section in SITEMAPS.values()):
        return index(
            request,
            {**SITEMAPS},
            template_name="shop/sitemap_index.xml",
            sitemap_url_name="shop:sitemap-section",
        )
    return sitemap(request, {**SITEMAPS}, template_name="shop/sitemap.xml")


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> TemplateResponse:
    if section not in SITEMAPS:
        raise Http404
    return sitemap(request, {**SITEMAPS}, section=section, template_name="shop/sitemap.xml")
