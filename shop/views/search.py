"""Search by words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Category, Product
from shop.forms.search import SearchForm
from shop.lists.choice import read_choice
from shop.lists.page import product_list
from shop.pages import render_page
from web.unanswered import note_unanswered


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    tree = Category.objects.as_tree()
    shown = product_list(
        Product.objects.published().matching(words),
        read_choice(request.GET, tree=tree, words=words),
        number=request.GET.get("page"),
        tree=tree,
        ranked=True,
    )
    if words and not shown.facets.near and not shown.choice.narrows:
        note_unanswered(request, words)
    return render_page(
        request,
        "shop/search.html",
        tree=tree,
        form=form,
        words=words,
        page=shown.page,
        list=shown,
    )
