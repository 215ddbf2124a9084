"""All categories of the shop on one page, which is its menu as well."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.categories.kept import kept_tree
from catalog.categories.tree import CategoryTree
from catalog.models import Category
from shop.pages import render_page
from shop.site.revalidated import revalidated


@require_safe
@revalidated
def categories(request: HttpRequest) -> HttpResponse:
    tree = kept_tree()
    return render_page(
        request, "shop/categories.html", tree=tree, departments=list(_departments(tree.stocked))
    )


def _departments(
    tree: CategoryTree,
) -> list[tuple[Category, list[tuple[Category, list[Category]]]]]:
    """Three levels: each department with its categories, and what is directly in those."""
    return [
        (root, [(each, tree.children(each)) for each in tree.children(root)]) for root in tree.roots
    ]
