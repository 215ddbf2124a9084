"""Who may do what with bulk edits: they ask for the rights that one product asks for.

A change asks for the right to change products; a deletion for the right to delete them and, as on
the page of one product, their pictures. Who may view bulk edits sees what others did.
"""

from __future__ import annotations

from django.http import HttpRequest

from catalog.models import BulkEdit, ProductImage


def may_change(request: HttpRequest, edit: BulkEdit) -> bool:
    """Whether this one may be confirmed, stopped and undone."""
    if edit.kind == BulkEdit.Kind.CHANGE:
        return request.user.has_perm("catalog.change_product")
    return may_delete(request) and not lacks_pictures(request, edit)


def may_delete(request: HttpRequest) -> bool:
    return request.user.has_perm("catalog.delete_product")


def lacks_pictures(request: HttpRequest, edit: BulkEdit) -> bool:
    """Whether pictures would go that this person may not delete."""
    if request.user.has_perm("catalog.delete_productimage"):
        return False
    return ProductImage.objects.filter(product__in=edit.product_ids).exists()


def may_view(request: HttpRequest, edit: BulkEdit | None = None) -> bool:
    has = request.user.has_perm
    wanted = ("view_bulkedit", "change_product", "delete_product")
    return any(has(f"catalog.{name}") for name in wanted)
