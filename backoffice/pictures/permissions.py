"""Who may do what with the pictures of a product, by Django's own rights.

add_productimage: upload new ones, with the right to add or change the product. change_productimage:
describe, order, replace, turn and crop them, and say whether they are compared.
delete_productimage: take them away.
"""

from __future__ import annotations

from django.http import HttpRequest

from catalog.models import Product


def may_edit_product(request: HttpRequest, product: Product | None) -> bool:
    """product: None for a new one."""
    return request.user.has_perm(f"catalog.{'add' if product is None else 'change'}_product")


def may_add(request: HttpRequest, product: Product | None) -> bool:
    """Whether new pictures may come to a product."""
    has = request.user.has_perm
    return may_edit_product(request, product) and has("catalog.add_productimage")


def may_change(request: HttpRequest) -> bool:
    has = request.user.has_perm
    return has("catalog.change_productimage") and has("catalog.change_product")
