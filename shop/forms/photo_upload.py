"""A photo that a shopper searches with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.images.validation.limits import MIB, PHOTO_LIMITS


class PhotoUploadForm(forms.Form):
    """A shopper's photo; whether it is one is for image validation to say."""

    max_megabytes = PHOTO_LIMITS.max_bytes // MIB
    """Larger photos are not even sent."""

    image = forms.FileField(
        label=_("Your photo"),
        widget=forms.FileInput(attrs={"accept": "image/*", "class": "dropzone-input"}),
        error_messages={
            "required": _("Choose a photo first."),
            "invalid": _("Choose a photo first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
