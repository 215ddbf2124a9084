"""Names and values of attributes as people read them, in their own language where staff say it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.vocabulary.translated import AttributeWords, Said


def attribute_label(name: str, words: AttributeWords) -> Said:
    """Care_label is Care label, or what that is in the reader's language."""
    label = words.say(name.replace("_", " ").strip())
    return Said(label[:1].upper() + label[1:], label.texts_language)


def value_label(value: str, words: AttributeWords) -> Said:
    """As it is, or in the reader's language; true and false in words."""
    flag = {"true": _("yes"), "false": _("no")}.get(value)
    return words.say(value) if flag is None else Said(flag)


def attribute_rows(attributes: object) -> list[tuple[Said, Said]]:
    """All of a product's, by name; whatever an import put there, nothing breaks on it."""
    if not isinstance(attributes, dict):
        return []
    held = {
        str(name): [each for each in _listed(value) if each not in (None, "")]
        for name, value in attributes.items()
    }
    words = AttributeWords.read(
        str(word) for name, values in held.items() for word in (name, *values)
    )
    # jsonb keeps no order of its own that would mean anything.
    return [
        (attribute_label(name, words), _in_words(values, words))
        for name, values in sorted(held.items())
        if values
    ]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _in_words(values: list[object], words: AttributeWords) -> Said:
    said = [
        Said(_("yes") if each else _("no")) if isinstance(each, bool) else words.say(str(each))
        for each in values
    ]
    return Said(", ".join(said), max(each.texts_language for each in said))
