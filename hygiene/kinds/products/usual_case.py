"""How a shop writes the words of its names: which keep their capitals, and whether all have one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from catalog.models import Product

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_READ_NAMES = 300  # of one category
# Abbreviations that names of goods often have, for shops that have not written them yet.
_ABBREVIATIONS = "USB LED LCD TV HD UV DIY UK EU USA XS XL XXL PVC MDF BPA RGB HDMI SUV VIP NFC GPS"


@dataclass(frozen=True, kw_only=True)
class UsualCase:
    """The writing of words that stand inside of names, and of names as a whole."""

    words: Mapping[str, str]
    """Folded word -> as it is written mostly, where that is not in small letters."""
    is_title: bool
    """Whether Most Words Of Names Begin With a Capital."""

    @classmethod
    def of(cls, category_id: int) -> Self:
        """As the newest names of a category have it."""
        products = Product.objects.filter(category=category_id).newest()
        return cls.of_names(products.values_list("name", flat=True)[:_READ_NAMES])

    @classmethod
    def of_names(cls, names: Iterable[str]) -> Self:
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        capital = small = 0
        for name in names:
            if name.isupper():
                continue
            # The first word begins with a capital whatever it is.
            for word in _WORD.findall(name)[1:]:
                seen[word.casefold()][word] += 1
                if len(word) > 3:
                    capital, small = capital + word[0].isupper(), small + word[0].islower()
        is_title = capital > small or not capital + small
        words = {each.casefold(): each for each in _ABBREVIATIONS.split()}
        for folded, writings in seen.items():
            usual = writings.most_common(1)[0][0]
            if usual != (usual.capitalize() if is_title and len(usual) > 3 else usual.lower()):
                words[folded] = usual
            elif is_title and usual.islower():
                words[folded] = usual  # such as "of" and "the"
        return cls(words=words, is_title=is_title)
