"""Search by words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.categories.kept import kept_tree
from catalog.models import Product
from catalog.search.finding import understand
from catalog.state.reading import one_state
from shop.beside_words import beside_words
from shop.forms.search import SearchForm
from shop.lists.choice import read_choice
from shop.lists.page import product_list
from shop.pages import render_page
from shop.site.revalidated import revalidated
from web.searches import note_search


@require_safe
@revalidated
@one_state()
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    searched = understand(words)
    tree = kept_tree()
    shown = product_list(
        Product.objects.published().found_by(searched),
        read_choice(request.GET, tree=tree, words=words),
        number=request.GET.get("page"),
        tree=tree,
        ranked=True,
    )
    if not shown.choice.narrows:  # who narrows a list has searched before
        note_search(request, searched)
    return render_page(
        request,
        "shop/search.html",
        tree=tree,
        form=form,
        words=words,
        page=shown.page,
        list=shown,
        searched=searched,
        beside=beside_words(searched, shown.page),
    )
