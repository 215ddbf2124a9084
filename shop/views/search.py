"""Search by words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Product
from catalog.search.finding import understand
from shop.beside_words import beside_words
from shop.forms.search import SearchForm
from shop.pages import page_of, render_page
from web.searches import note_search


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    searched = understand(words)
    found = Product.objects.published().found_by(searched)
    page = page_of(found, request.GET.get("page"))
    note_search(request, searched)
    return render_page(
        request,
        "shop/search.html",
        form=form,
        words=words,
        page=page,
        searched=searched,
        beside=beside_words(searched, page),
    )
