"""What a shop may turn about its pages."""

from __future__ import annotations

from infra.conf import Knob


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


conf = ShopConf()
