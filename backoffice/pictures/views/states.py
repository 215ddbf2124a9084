"""How far a product's pictures are, for a page that looks again; and what failed, once more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.demand import demand
from backoffice.embeddings.columns import picture_comparison
from backoffice.embeddings.retrying import may_retry, retry_and_wake
from backoffice.pictures.inline import with_states
from catalog.models import Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding


def tell_states(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: {pictures: {id: {html, thumbnail, sha256}}, ready, waiting}, kept by no cache."""
    has = request.user.has_perm
    demand(has("catalog.view_productimage") or has("catalog.change_productimage"))
    images = list(with_states(ProductImage.objects.filter(product=pk), request))
    states = [row.state for image in images for row in image.live_rows]
    return JsonResponse(
        {
            "pictures": {
                image.pk: {
                    "html": picture_comparison(image),
                    "thumbnail": image.url_at(160),
                    "sha256": image.sha256,
                }
                for image in images
            },
            "ready": states.count(ImageEmbedding.State.READY),
            "waiting": states.count(ImageEmbedding.State.PENDING),
        }
    )


def retry_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: queue every picture of a product again that has failed, and back to its page."""
    demand(may_retry(request))
    product = get_object_or_404(Product.objects.only("pk"), pk=pk)
    rows = ImageEmbedding.objects.failed().filter(
        image__product=product, space__state=EmbeddingSpace.State.LIVE
    )
    if retried := retry_and_wake(list(rows.values_list("pk", flat=True))):
        told = ngettext(
            "%(count)d picture is in the queue again.",
            "%(count)d pictures are in the queue again.",
            retried,
        )
        messages.success(request, told % {"count": retried})
    else:
        messages.info(request, _("Nothing to retry: none has failed."))
    return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[product.pk]))
