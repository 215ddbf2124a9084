"""What every page has on which staff edit something that a colleague may be editing, too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.editing.form import SharedForm
from backoffice.editing.gone import answer_gone
from backoffice.editing.listed import ListedForm
from backoffice.editing.meanwhile import tell_gone_rows, tell_meanwhile
from backoffice.editing.numbers import PLAIN_NUMBERS
from backoffice.editing.second_click import Sending
from backoffice.editing.zone import named_zone
from backoffice.history.admin import HistoryAdmin

_PROBLEM = "vitrine.form_problem"
_SENDING = "vitrine.sending"


class SharedAdmin(HistoryAdmin):
    """Saves what was changed and nothing else; twice the same once; never an IntegrityError."""

    form = SharedForm
    change_form_template = "backoffice/change_form.html"
    formfield_overrides = PLAIN_NUMBERS

    class Media:
        css = {"all": ["backoffice/forms.css"]}
        js = ["backoffice/forms.js"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return named_zone(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.problem = request.META.get(_PROBLEM, "")
        return form

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": ListedForm, **kwargs})

    # What was sent

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._receive(request, object_id, form_url, extra_context)
        except IntegrityError:
            pass  # Between the check and the write somebody saved the same; the check knows now.
        try:
            return self._receive(request, object_id, form_url, extra_context)
        except IntegrityError:
            request.META[_PROBLEM] = _(
                "Somebody saved another with the same values at this very moment. Nothing was "
                "saved; look at the values, and save again."
            )
            return self._receive(request, object_id, form_url, extra_context)

    def _receive(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        with transaction.atomic():
            sending = Sending(request)
            saved = sending.saved_as()
            if saved is not None:
                return self._lead_to(request, saved)
            if object_id is not None and self.get_object(request, unquote(object_id)) is None:
                return self._tell_gone(request, object_id)
            request.META[_SENDING] = sending
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _lead_to(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To what the same form has been saved as a moment ago."""
        thing = self.get_object(request, str(pk))
        if thing is None or not self.has_view_or_change_permission(request, thing):
            return HttpResponseRedirect(reverse("admin:index"))
        if "_popup" in request.POST:
            return self.response_add(request, thing)
        told = _("“%(thing)s” is saved; it was sent twice, and counts once.") % {"thing": thing}
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        )

    def _tell_gone(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return answer_gone(self, request, object_id, problem=_PROBLEM)

    # Saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        # Columns that are edited in place in a list have a form of Django's.
        is_shared = isinstance(form, SharedForm)
        if names := form.columns_to_write() if is_shared else list(form.changed_data):
            obj.save(update_fields=names)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.note_changes(request, form, formsets, change)
        tell_meanwhile(request, form)
        tell_gone_rows(request, formsets)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        tell_meanwhile(request, context["adminform"].form)  # it was sent, and is not saved yet
        tell_gone_rows(request, formsets)
        return super().render_change_form(request, context, *args, **kw)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kw: Any) -> HttpResponse:
        self._keep(request, obj)
        return super().response_add(request, obj, *args, **kw)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._keep(request, obj)
        return super().response_change(request, obj)

    def _keep(self, request: HttpRequest, obj: Any) -> None:
        sending = request.META.pop(_SENDING, None)
        if sending is not None:
            sending.keep(obj.pk)
