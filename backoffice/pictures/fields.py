"""Form fields for pictures that people hand in: each is validated, and only once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.images.validation import (
    CATALOG_LIMITS,
    PictureLimits,
    PictureRefusedError,
    ValidatedPicture,
    ValidationBusyError,
    validate_picture,
)
from catalog.images.validation.limits import MIB

# Each validated picture holds up to 13 MB of pixels until all of them are stored.
MAX_PICTURES_AT_ONCE = 12
_BUSY = "busy"
# On an upload that was found valid: what came out of it.
_VALIDATED = "validated_picture"


class PictureField(forms.FileField):
    """A picture to upload: its cleaned value is a ValidatedPicture, or None where none came."""

    widget = forms.FileInput
    max_files = 1

    def __init__(self, *, limits: PictureLimits = CATALOG_LIMITS, **kwargs: Any) -> None:
        self.limits = limits
        super().__init__(allow_empty_file=True, **kwargs)  # validation has a sentence for those

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        limits = {"data-max-bytes": self.limits.max_bytes, "data-max-files": self.max_files}
        # What the page says by itself before anything is sent; its script fills in {count}.
        words = {
            "data-too-many": format_lazy(
                gettext_lazy("{count} pictures; at most {most} at a time."),
                count="{count}",
                most=self.max_files,
            ),
            "data-too-big": format_lazy(
                gettext_lazy("over {megabytes} MB"), megabytes=f"{self.limits.max_bytes / MIB:g}"
            ),
        }
        return {**super().widget_attrs(widget), "accept": "image/*", **limits, **words}

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return self._validate_once(upload)
        except PictureRefusedError as refused:
            raise ValidationError(str(refused), code=refused.code) from refused
        except ValidationBusyError as busy:
            raise ValidationError(str(busy), code=_BUSY) from busy

    def _validate_once(self, upload: UploadedFile[Any]) -> ValidatedPicture:
        """Decode an upload, or remember what came of it.

        A form that was valid is filled in again with the same uploads where the disk is found full
        afterwards (see products/storage_trouble.py); a decode costs up to 400 MB and seconds.
        """
        validated: ValidatedPicture | None = getattr(upload, _VALIDATED, None)
        if validated is None:
            validated = validate_picture(upload, limits=self.limits)
            setattr(upload, _VALIDATED, validated)
        return validated


class PicturesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class PicturesField(PictureField):
    """Several pictures to upload: a list of ValidatedPicture; each refusal names its file."""

    widget = PicturesInput
    max_files = MAX_PICTURES_AT_ONCE

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = [upload for upload in data or [] if upload is not None]
        if len(uploads) > self.max_files:
            raise ValidationError(
                ngettext(
                    "This is %(count)d picture; add at most %(limit)d at a time.",
                    "These are %(count)d pictures; add at most %(limit)d at a time.",
                    len(uploads),
                ),
                params={"count": len(uploads), "limit": self.max_files},
                code="too_many_pictures",
            )
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        pictures, refusals = [], []
        for upload in uploads:
            try:
                pictures.append(super().clean(upload))
            except ValidationError as error:
                refusals += [
                    ValidationError(f"{_shown(upload.name)}: {sentence}", code=error.code)
                    for sentence in error.messages
                ]
                if error.code == _BUSY:
                    break  # each of the others would wait as long for the same answer
        if refusals and len(uploads) > 1:
            # A browser forgets its choice of files with every answer.
            refusals.append(
                ValidationError(_("None of these pictures was added; choose them again."))
            )
        if refusals:
            raise ValidationError(refusals)
        return pictures


def _shown(name: str) -> str:
    """A file's name as part of a sentence: short, and never turning the text around it."""
    return f"\N{FIRST STRONG ISOLATE}{Truncator(name).chars(60)}\N{POP DIRECTIONAL ISOLATE}"
