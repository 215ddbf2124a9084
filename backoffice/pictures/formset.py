"""All pictures of a product's form: those that it has, and those that wait for it to be saved."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from backoffice.editing.rows import SharedRows
from backoffice.pictures.arriving import Arrival
from backoffice.pictures.blanks import ask_about_blanks
from backoffice.pictures.entries import Entry, in_order
from backoffice.pictures.held_form import HeldForm
from catalog.images.held.adopting import Adopted, adopt
from catalog.images.held.draft import Draft
from catalog.images.held.holding import let_go
from catalog.images.ordering import settle_places
from catalog.models import HeldPicture


class PictureFormSet(SharedRows):
    """The rows of the pictures, and beside them a form for each that is held.

    `draft` and `arrival` are set on the class, which the page makes for each request.
    """

    draft: Draft
    arrival: Arrival
    may_add = False
    asks_about_blanks = False
    """Whether the page is to ask if blank pictures may be published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adopted = Adopted()

    @cached_property
    def held_forms(self) -> list[HeldForm]:
        data = self.data if self.is_bound else None
        return [
            HeldForm(held, data, has_arrived=held.pk in self.arrival.held)
            for held in HeldPicture.objects.of(self.draft)
        ]

    @property
    def entries(self) -> list[Entry]:
        """Everything that the page shows, in the order of the places as they are typed."""
        return in_order(self.forms, self.held_forms)

    def is_multipart(self) -> bool:
        return True  # the files are in none of its forms

    def total_form_count(self) -> int:
        # New pictures come as files or are held already: a row that nobody has saved is none.
        return self.initial_form_count()

    def is_valid(self) -> bool:
        # Each is asked, so that all of them can show what is wrong.
        held = [form.is_valid() for form in self.held_forms if form.is_bound]
        return super().is_valid() and all(held)

    def clean(self) -> None:
        super().clean()
        refusals = list(self.arrival.refusals)
        if any(form.is_bound and not form.is_valid() for form in self.held_forms):
            refusals.append(_("Mend what is said beside the new pictures."))
        elif not refusals and (question := ask_about_blanks(self)):
            self.asks_about_blanks = True
            refusals.append(question)
        if refusals:
            raise ValidationError(refusals)

    def save(self, commit: bool = True) -> Any:
        deleted = {form.instance.pk for form in self.deleted_forms}
        unwanted = [
            form.held.pk
            for form in self.held_forms
            if form.is_let_go or form.held.replaces_id in deleted
        ]
        saved = super().save(commit)
        let_go(self.draft, unwanted)
        wishes = [form.wish for form in self.held_forms if form.is_wanted]
        self.adopted = adopt(self.draft, self.instance, wishes)
        moved = {form.instance.pk for form in self.forms if "position" in form.changed_data}
        if moved:
            settle_places(self.instance, moved)
        # For the product's history.
        self.new_objects += self.adopted.added
        self.changed_objects += [(image, ["picture"]) for image in self.adopted.replaced]
        return saved
