"""Every page that search engines should know."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.core.cache import cache
from django.db.models import Max, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from redis import RedisError

from catalog.models import Category, Product, ProductImage
from web.failures.unavailable import unavailable
from web.languages.addresses import languages_of
from web.public_address import public_host

logger = logging.getLogger(__name__)

# A new product may wait so long to be told; search engines come less often.
KEPT_SECONDS = 3_600
MOST_PICTURES = 10  # of a product; the protocol allows 1,000
# A process that dies while it builds must not keep the others from it.
BUILDING_SECONDS = 10


class PageSitemap(Sitemap):  # type: ignore[type-arg]
    def items(self) -> Sequence[str]:
        return ["shop:home", "shop:photo"]

    def location(self, item: str) -> str:
        return reverse(item)


class CategorySitemap(Sitemap):  # type: ignore[type-arg]
    limit = 5_000

    def items(self) -> Sequence[Category]:
        return [each for _, each in Category.objects.as_tree().stocked.walk()]

    def location(self, item: Category) -> str:
        return reverse("shop:category", args=[item.slug])


class ProductSitemap(Sitemap):  # type: ignore[type-arg]
    limit = 2_500  # of 50,000 that the protocol allows: a file takes half a second at most

    def items(self) -> QuerySet[Product]:
        pictures = ProductImage.objects.only("image", "product_id")
        return (
            Product.objects.published()
            .order_by("pk")
            .only("slug", "updated_at")
            .prefetch_related(Prefetch("images", pictures))
        )

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        urls = super().get_urls(*args, **kwargs)
        for url in urls:
            pictures = list(url["item"].images.all())[:MOST_PICTURES]
            url["pictures"] = [urljoin(url["location"], each.url_at(960)) for each in pictures]
        return urls

    def location(self, item: Product) -> str:
        return reverse("shop:product", args=[item.slug])

    def lastmod(self, item: Product) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        # Django's own looks at every product.
        published = Product.objects.published()
        latest: datetime | None = published.aggregate(latest=Max("updated_at"))["latest"]
        return latest


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "pages": PageSitemap,
    "categories": CategorySitemap,
    "products": ProductSitemap,
}


def _with_languages(response: TemplateResponse) -> TemplateResponse:
    """Let each page name its addresses in the other languages."""
    context = response.context_data or {}
    languages = [(each.code, each.path.rstrip("/")) for each in languages_of("/")]
    context["languages"] = languages if len(languages) > 1 else []
    for url in context.get("urlset", ()):
        parts = urlsplit(url["location"])
        url["origin"], url["path"] = f"{parts.scheme}://{parts.netloc}", parts.path
    return response


@require_safe
def sitemap_or_index(request: HttpRequest) -> HttpResponse:
    """All pages in one file, or the list of files where one does not hold them."""
    return _kept(request, "all", _build_all)


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One of the files that the list of files names."""
    if section not in SITEMAPS:
        raise Http404
    return _kept(request, section, partial(_build_section, section=section))


def _build_all(request: HttpRequest) -> TemplateResponse:
    if any(section().paginator.num_pages > 1 for section in SITEMAPS.values()):
        return index(
            request,
            {**SITEMAPS},
            template_name="shop/sitemap_index.xml",
            sitemap_url_name="site:sitemap-section",
        )
    return _with_languages(sitemap(request, {**SITEMAPS}, template_name="shop/sitemap.xml"))


def _build_section(request: HttpRequest, *, section: str) -> TemplateResponse:
    return _with_languages(
        sitemap(request, {**SITEMAPS}, section=section, template_name="shop/sitemap.xml")
    )


def _kept(
    request: HttpRequest, name: str, build: Callable[[HttpRequest], TemplateResponse]
) -> HttpResponse:
    """A file from the cache, or built anew: by one visitor at a time, the others are to come back.

    Building 2,500 addresses takes half a second of processor, and anybody may ask for them.
    """
    page = request.GET.get("p", "1")
    if not re.fullmatch("[1-9][0-9]{0,4}", page):
        raise Http404
    request = _on_public_address(request)
    key = f"sitemap:{request.scheme}://{request.get_host()}:{name}:{page}"
    try:
        content = cache.get(key)
        if content is None:
            if not cache.add(f"{key}:building", 1, BUILDING_SECONDS):
                return unavailable(request)
            try:
                content = build(request).render().content
                cache.set(key, content, KEPT_SECONDS)
            finally:  # a page that is not there, or a database that is away, is told at once again
                cache.delete(f"{key}:building")
    except RedisError as error:
        logger.warning("cache away, no sitemap: %s", error)
        return unavailable(request)
    response = HttpResponse(content, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response


def _on_public_address(request: HttpRequest) -> HttpRequest:
    """The same request by the shop's own address, which Django's sitemaps take from it."""
    public = copy(request)
    public.META = {**request.META, "HTTP_HOST": public_host(request)}
    return public
