"""Blank pictures are not published without a word."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from catalog.images.blank_pictures import is_shown_or_due
from catalog.models import SetAside

MEANT = "blank_is_meant"
"""Of the form: the box that says that blank pictures are meant to be published."""


def ask_about_blanks(formset: Any) -> str:
    """The question that is put before a product is published with blank pictures; empty for none.

    It is put of pictures that are new, and of all when the product comes into the shop, now
    or at a set time; not of those that shoppers see already. formset: a PictureFormSet whose other
    fields are valid.
    """
    product = formset.instance
    comes = product.is_published or product.publish_at is not None
    if not comes or MEANT in formset.data:
        return ""
    wanted = [form.held for form in formset.held_forms if form.is_wanted]
    blank = sum(held.is_blank for held in wanted)
    gone = {form.instance.pk for form in formset.deleted_forms}
    gone |= {held.replaces_id for held in wanted}
    there = sum(
        form.instance.set_aside == SetAside.BLANK and form.instance.pk not in gone
        for form in formset.forms
    )
    if there and not is_shown_or_due(product):
        blank += there
    if not blank:
        return ""
    return ngettext(
        "%(count)d picture is blank, such as a white thing cut out on white: shoppers would see "
        "nothing, and nothing can be compared with it. Take it out, or say below that it is meant.",
        "%(count)d pictures are blank, such as white things cut out on white: shoppers would see "
        "nothing, and nothing can be compared with them. Take them out, or say below that they "
        "are meant.",
        blank,
    ) % {"count": blank}
