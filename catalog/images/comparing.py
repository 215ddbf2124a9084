"""Whether a picture is compared with others, and why not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Compare(models.TextChoices):
    """What staff say about comparing a picture with others; their word goes first."""

    AUTO = "auto", _("unless it tells nothing")
    ALWAYS = "always", _("always")
    NEVER = "never", _("never")


class SetAside(models.TextChoices):
    """Why a picture tells nothing about its product, as far as was found without asking anybody."""

    BLANK = "blank", _("Blank: there is nothing in it to compare.")
    FILLER = "filler", _("Unrelated products show the same picture, like a size chart or a logo.")
