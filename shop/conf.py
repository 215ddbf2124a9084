"""What a shop may turn about its pages."""

from __future__ import annotations

import re

from infra.conf import Knob


def _check_languages(codes: str) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*(,[a-z]{2,3}(-[a-z0-9]{2,8})*)*", codes):
        raise ValueError("must be language codes such as de,pt-br")


class ShopConf:
    PAGE_SIZE = Knob(
        24, unit="products", help="Products on a page of a list.", at_least=1, at_most=96
    )
    NEWEST_ON_HOME = Knob(
        12, unit="products", help="New products on the front page.", at_least=0, at_most=48
    )
    FEW_LEFT = Knob(
        3, unit="pieces", help="A stock of so many or fewer is said to be low.", at_least=0
    )
    LANGUAGES = Knob(
        "en,de,ar",
        unit="language codes",
        help="In which languages shoppers may read the pages, beside `VITRINE_LANGUAGE`; that one "
        "alone: no switch is shown.",
        check=_check_languages,
    )


conf = ShopConf()
