"""One bulk edit: what it would do, how far it is, or what it did."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.bulk_edit.form import BulkEditForm
from backoffice.bulk_edit.initial import initial_of
from backoffice.bulk_edit.permissions import lacks_pictures, may_change, may_view
from backoffice.bulk_edit.rows import rows_context
from backoffice.bulk_edit.words import in_words, progress_in_words
from backoffice.demand import demand
from backoffice.imports.run.changes import changes_in_words
from backoffice.products.blanks import blank_among
from catalog.bulk_edits.preview import first_names, preview
from catalog.bulk_edits.progress import progress
from catalog.bulk_edits.starting import ask_for, token_of
from catalog.bulk_edits.transitions import possible
from catalog.models import BulkEdit, ProductImage

FOLDER = "admin/catalog/bulkedit"


def show(request: HttpRequest, edit: BulkEdit, context: dict[str, Any]) -> HttpResponse:
    """A draft asks what is to be changed, or whether it is meant; after that, what came of it."""
    common = {
        **admin.site.each_context(request),
        **context,
        "edit": edit,
        "original": edit,
        "title": _("%(count)s products: %(what)s") % {"count": edit.total, "what": in_words(edit)},
        "may_change": may_change(request, edit),
        "steps": possible(edit),
        "token": token_of(edit),
    }
    if edit.state != BulkEdit.State.DRAFT:
        return _show_run(request, edit, common)
    if edit.kind == BulkEdit.Kind.DELETION:
        return _show_deletion(request, edit, common)
    return _show_draft(request, edit, common)


def _show_draft(request: HttpRequest, edit: BulkEdit, common: dict[str, Any]) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = BulkEditForm(sent, initial=initial_of(edit))
    if sent is not None:
        demand(may_change(request, edit))
        if form.is_valid():
            ask_for(edit, form.change)
            address = reverse("admin:catalog_bulkedit_change", args=[edit.pk])
            return HttpResponseRedirect(f"{address}#preview")
    found = preview(edit) if edit.change and sent is None else None
    more = {
        "title": _("Change %(count)s products") % {"count": edit.total},
        "form": form,
        "media": form.media,
        "first": first_names(edit),
        "blank": blank_among(edit.product_ids) if edit.change.get("is_published") else 0,
        "preview": found,
        "changed": [
            (each, changes_in_words(each.changes)) for each in (found.first if found else ())
        ],
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, f"{FOLDER}/draft.html", {**common, **more}, status=status)


def _show_deletion(request: HttpRequest, edit: BulkEdit, common: dict[str, Any]) -> HttpResponse:
    more = {
        "title": _("Delete %(count)s products?") % {"count": edit.total},
        "first": first_names(edit),
        "pictures": ProductImage.objects.filter(product__in=edit.product_ids).count(),
        "lacks_pictures": lacks_pictures(request, edit),
    }
    return TemplateResponse(request, f"{FOLDER}/deletion.html", {**common, **more})


def _show_run(request: HttpRequest, edit: BulkEdit, common: dict[str, Any]) -> HttpResponse:
    more = {
        "progress": progress(edit),
        "words": progress_in_words(edit),
        "may_see_products": request.user.has_perm("catalog.view_product"),
        **rows_context(request, edit),
    }
    return TemplateResponse(request, f"{FOLDER}/run.html", {**common, **more})


def show_progress(request: HttpRequest, edit: BulkEdit) -> HttpResponse:
    """As JSON, for the bar: state, is_working, share and words."""
    demand(may_view(request))
    return JsonResponse(
        {
            "state": edit.state,
            "label": edit.get_state_display(),
            "is_working": edit.is_working,
            "share": progress(edit).share,
            "words": progress_in_words(edit),
        }
    )
