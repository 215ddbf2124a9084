"""A file is chosen, perhaps with pictures: it is kept and recognised, or refused in a sentence."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.imports.upload.category_field import category_field
from catalog.conf import conf
from catalog.imports import runs
from catalog.imports.archives import ArchiveRefusedError
from catalog.imports.formats import FORMATS
from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError
from infra.files.atomic import StorageUnavailableError
from web.body_limit import MAX_STAFF_BODY_BYTES, MIB

logger = logging.getLogger(__name__)

MAX_UPLOAD_MEGABYTES = MAX_STAFF_BODY_BYTES // MIB


class UploadForm(forms.Form):
    """What is asked for; nothing of it is in the catalogue before somebody says so."""

    file = forms.FileField(
        label=gettext_lazy("File of products"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xml"}),
    )
    address = forms.URLField(
        label=gettext_lazy("or its address"),
        required=False,
        max_length=2_000,
        assume_scheme="https",
        help_text=gettext_lazy(
            "Where the file lies on another server. To have it fetched each night, make it a feed."
        ),
    )
    pictures = forms.FileField(
        label=gettext_lazy("Pictures"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=gettext_lazy(
            "A ZIP of the pictures that the file names. Not needed where it names addresses."
        ),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Whose file it is"),
        required=False,
        help_text=gettext_lazy("Recognised by the names of its columns."),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self.run: ImportRun | None = None
        """The run that began, once the form is valid."""
        chosen = [(each.name, each.label) for each in FORMATS]
        self.fields["format"].choices = [("", _("recognise it")), *chosen]  # type: ignore[attr-defined]
        self.fields["category"] = category_field(request)
        self.fields["file"].help_text = _(
            "CSV, TSV, XLSX or XML, at most %(most)s MB; with the pictures at most "
            "%(together)s MB. Whoever runs the shop can bring in larger ones with "
            "manage.py import_catalog."
        ) % {
            "most": min(conf.IMPORT_MAX_MEGABYTES, MAX_UPLOAD_MEGABYTES),
            "together": MAX_UPLOAD_MEGABYTES,
        }
        for name in ("file", "pictures"):
            self.fields[name].widget.attrs |= {
                "data-max-together": MAX_STAFF_BODY_BYTES,
                "data-too-large": _("Together at most %(together)s MB can be sent here.")
                % {"together": MAX_UPLOAD_MEGABYTES},
            }

    def clean(self) -> dict[str, Any]:
        """Begin the run, so that what is wrong with a file is said beside its field."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        file: Any = given.get("file")
        address, pictures = given.get("address"), given.get("pictures")
        if not file and not address:
            raise ValidationError({"file": _("Choose a file, or give its address.")})
        if address and (file or pictures):
            raise ValidationError(
                {"address": _("Either a file is sent, or it is fetched from an address.")}
            )
        how: dict[str, Any] = {
            "user": self._request.user,
            "format": given.get("format") or None,
            "category": given.get("category"),
        }
        try:
            if address:
                self.run = runs.start_by_address(address, **how)
            else:
                self.run = runs.start(file, name=file.name, pictures=pictures or None, **how)
        except ArchiveRefusedError as refusal:
            # A spreadsheet is a ZIP as well.
            meant = "pictures" if pictures else "file"
            raise ValidationError({meant: str(refusal)}) from refusal
        except RefusedError as refusal:
            raise ValidationError({"file": str(refusal)}) from refusal
        except StorageUnavailableError as problem:
            logger.warning("an import could not be kept: %s", problem)
            raise ValidationError(str(problem)) from problem
        return given
