"""Search by words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Product
from shop.forms.search import SearchForm
from shop.pages import page_of, render_page
from web.unanswered import note_unanswered


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = Product.objects.published().matching(words)
    page = page_of(found, request.GET.get("page"))
    if words and not page.paginator.count:
        note_unanswered(request, words)
    return render_page(request, "shop/search.html", form=form, words=words, page=page)
