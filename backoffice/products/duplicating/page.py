"""The page on which a product is duplicated."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.history.noting import as_added
from backoffice.pictures.permissions import may_add
from backoffice.products.duplicating.form import DuplicateForm
from catalog.history import Change, Door, record
from catalog.models import Product
from catalog.products.duplicating import Duplicate, duplicate
from infra.files.atomic import StorageUnavailableError


def show_duplicate(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the SKU; once that is right, the page of the new product."""
    source: Product | None = model_admin.get_object(request, str(pk))
    if source is None:
        raise Http404
    if not may_duplicate(request):
        raise PermissionDenied
    form = DuplicateForm(
        request.POST if request.method == "POST" else None,
        initial={"name": source.name},
        may_add_pictures=may_add(request, None),
    )
    if form.is_bound and form.is_valid() and (made := _make(request, source, form)):
        model_admin.log_addition(request, made, _("Made of %(name)s.") % {"name": source})
        return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[made.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": source,
        "title": _("Duplicate %(name)s") % {"name": source},
        "form": form,
    }
    return TemplateResponse(request, "admin/catalog/product/duplicate.html", context)


def may_duplicate(request: HttpRequest) -> bool:
    """Whoever may add products and see those that there are."""
    has = request.user.has_perm
    may_see = has("catalog.view_product") or has("catalog.change_product")
    return may_see and has("catalog.add_product")


def _make(request: HttpRequest, source: Product, form: DuplicateForm) -> Product | None:
    """The new product; None where the form has something to say after all."""
    asked = form.cleaned_data
    try:
        made: Duplicate = duplicate(
            source,
            sku=asked["sku"],
            name=asked["name"],
            with_pictures=asked.get("with_pictures", False),
        )
    except IntegrityError:
        form.add_error("sku", _("Somebody has just made a product with this SKU."))
        return None
    except StorageUnavailableError as error:
        form.add_error(None, str(error))
        return None
    record(
        [(made.product, as_added(made.product))],
        by=request.user,  # type: ignore[arg-type]
        door=Door.ADMIN,
        action=Change.Action.ADDED,
    )
    told = _("“%(name)s” is made, and not in the shop yet.") % {"name": made.product}
    messages.success(request, told)
    if made.pictures_left_out:
        left = _("Pictures that could not be copied: %(count)d.")
        messages.warning(request, left % {"count": made.pictures_left_out})
    return made.product
