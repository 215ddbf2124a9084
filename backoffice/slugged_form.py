"""Forms of things with a page of their own, whose address makes itself from a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.addresses.free import free_slug, old_slugs


class SluggedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose slug may stay empty: it is then made from the name, or another field."""

    slug_sources: tuple[str, ...] = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The address of its page; made from the name if empty. Old addresses lead to it."
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors:
            made, model, own = self._made(values), self._meta.model, self.instance.pk
            slug = values.get("slug") or made
            # On a new thing's page the script fills it in while the name is typed, and spells some
            # letters otherwise: what leads to another is not meant, whoever made it.
            is_filled_in = own is None and (slug == made or slug in old_slugs(model, [slug]))
            if not values.get("slug") or is_filled_in:
                values["slug"] = slug and free_slug(model, slug, own=own)
            if not values["slug"]:
                self.add_error("slug", _("Type one: the name has no letter from a to z."))
        return values

    def _made(self, values: dict[str, Any]) -> str:
        made = (slugify(values.get(source) or "") for source in self.slug_sources)
        longest = self._meta.model._meta.get_field("slug").max_length
        return next(filter(None, made), "")[:longest]
