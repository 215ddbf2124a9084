"""A photo that a shopper searches with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PhotoUploadForm(forms.Form):
    """A shopper's photo; whether it is one is for image validation to say."""

    image = forms.FileField(
        label=_("Your photo"),
        widget=forms.FileInput(attrs={"accept": "image/*", "class": "dropzone-input"}),
        error_messages={
            "required": _("Choose a photo first."),
            "invalid": _("Choose a photo first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
