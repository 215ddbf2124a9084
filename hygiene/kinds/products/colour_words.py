"""Words for colours, and the attribute in which a shop keeps its products' colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hygiene.kinds.products.names import words_of

ATTRIBUTES = frozenset(
    (
        *("color", "colour", "colors", "colours", "farbe", "couleur", "colore", "kleur", "cor"),
        *("barva", "kolor", "färg", "farve"),
    )
)

# In English, German, French, Spanish and Italian, and shades by what they are shades of. Words that
# name other things too (rose, mint, gold, natural, clear) are left out: they contradict nothing.
_WORDS = {
    "black": "black schwarz noir noire negro negra nero nera jet ebony onyx",
    "grey": "grey gray grau gris grigio grigia charcoal anthracite anthrazit slate",
    "white": "white weiss weiß blanc blanche blanco blanca bianco bianca",
    "beige": "beige sand cream creme ivory ecru taupe",
    "brown": "brown braun brun brune marron marrone chocolate",
    "red": "red rot rouge rojo roja rosso rossa crimson scarlet burgundy",
    "orange": "orange naranja arancione",
    "yellow": "yellow gelb jaune amarillo amarilla giallo gialla mustard",
    "green": "green grun grün vert verte verde olive emerald",
    "blue": "blue blau bleu bleue azul blu navy cobalt",
    "purple": "purple lila violet violett violeta viola lilac lavender plum",
    "pink": "pink fuchsia magenta rosado",
}
# As `words_of` folds them.
BASIC_OF = {
    folded: basic
    for basic, words in _WORDS.items()
    for word in words.split()
    for folded in words_of(word)
}


def colours_in(text: str) -> set[str]:
    """The basic colours that a text names."""
    return {BASIC_OF[word] for word in words_of(text) if word in BASIC_OF}


def colour_attribute(attributes: Mapping[str, Any]) -> tuple[str, list[str]] | None:
    """The name of the attribute that holds a product's colour, and its values; None without one."""
    for name, value in attributes.items():
        if name.casefold() in ATTRIBUTES and value:
            values = value if isinstance(value, list) else [value]
            return name, [str(each) for each in values]
    return None


def basics_of(values: Iterable[str]) -> set[str] | None:
    """The basic colours of an attribute's values; None where one of them is no colour we know."""
    found: set[str] = set()
    for value in values:
        named = colours_in(value)
        if not named:
            return None
        found |= named
    return found or None
