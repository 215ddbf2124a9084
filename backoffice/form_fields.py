"""Form fields for what people hand in: pictures, each through the gate, and attributes."""

from __future__ import annotations

import json
import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import Truncator

from catalog.images.validation import (
    CATALOG_LIMITS,
    PictureLimits,
    PictureRefusedError,
    ValidationBusyError,
    validate_picture,
)

# Each validated picture holds up to 13 MB of pixels until all of them are stored.
MAX_PICTURES_AT_ONCE = 12
_BUSY = "busy"


class PictureField(forms.FileField):
    """A picture to upload: its cleaned value is an ValidatedPicture, or None where none came."""

    widget = forms.FileInput
    max_files = 1

    def __init__(self, *, limits: PictureLimits = CATALOG_LIMITS, **kwargs: Any) -> None:
        self.limits = limits
        super().__init__(allow_empty_file=True, **kwargs)  # the gate has a sentence for those

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        limits = {"data-max-bytes": self.limits.max_bytes, "data-max-files": self.max_files}
        return {**super().widget_attrs(widget), "accept": "image/*", **limits}

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return validate_picture(upload, limits=self.limits)
        except PictureRefusedError as refused:
            raise ValidationError(str(refused), code=refused.code) from refused
        except ValidationBusyError as busy:
            raise ValidationError(str(busy), code=_BUSY) from busy


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
                f"These are {len(uploads)} pictures; add at most {self.max_files} at a time.",
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
            refusals.append(ValidationError("None of these pictures was added; choose them again."))
        if refusals:
            raise ValidationError(refusals)
        return pictures


def _shown(name: str) -> str:
    """A file's name as part of a sentence: short, and never turning the text around it."""
    return f"\N{FIRST STRONG ISOLATE}{Truncator(name).chars(60)}\N{POP DIRECTIONAL ISOLATE}"


class AttributesField(forms.CharField):
    """A product's attributes, written as one JSON object of short values: dict[str, ...]."""

    widget = forms.Textarea
    example = '{"colour": "blue", "height in cm": 24}'

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 10_000, "help_text": f"Such as {self.example}", **kwargs})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):  # what was typed comes back as it was
            return value
        return json.dumps(value, ensure_ascii=False, indent=2) if value else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != (initial or {})
        except ValidationError:
            return True

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return {}
        attributes = self._read(text)
        if not isinstance(attributes, dict):
            raise ValidationError(f"Give each value a name, like {self.example}", code="unnamed")
        for name, held in attributes.items():
            if not (_is_text(name) and _is_plain(held)):
                raise ValidationError(
                    f"The value of “{Truncator(name).chars(40)}” must be text, a number, "
                    "true or false, or a list of these.",
                    code="value",
                )
        return attributes

    def _read(self, text: str) -> object:
        try:
            return json.loads(text)
        except RecursionError:
            return None
        except json.JSONDecodeError as error:
            reason = f"Line {error.lineno} cannot be read ({error.msg})."
        except ValueError:  # Python reads no number of over 4,300 digits
            reason = "A number is too long."
        raise ValidationError(f"{reason} Write it like {self.example}", code="invalid")


def _is_plain(value: object) -> bool:
    """Whether PostgreSQL can keep a value and a page can show it."""
    if isinstance(value, list):
        return all(not isinstance(each, list) and _is_plain(each) for each in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return _is_text(value) if isinstance(value, str) else isinstance(value, int)


def _is_text(value: str) -> bool:
    """Without NUL and halves of characters, which JSON can write and PostgreSQL refuses."""
    return not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in value)
