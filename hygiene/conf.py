"""What a shop may turn about looking for faults in its catalogue."""

from __future__ import annotations

from infra.conf import Knob


class HygieneConf:
    HYGIENE_SECONDS = Knob(
        10.0,
        unit="s",
        at_least=0,
        at_most=120,
        help="So long a worker looks for faults each half minute, at most; 0: only when somebody "
        "runs `manage.py check_catalogue`.",
    )
    HYGIENE_TINY_SIDE = Knob(
        250,
        unit="px",
        at_least=1,
        at_most=4_096,
        help="A picture whose longer side is shorter is called tiny; what marketplaces ask for.",
    )
    HYGIENE_ATTRIBUTE_SHARE = Knob(
        0.9,
        unit="share",
        at_least=0.5,
        at_most=1,
        help="An attribute that so many of a category's designs have is missing where it is not.",
    )
    HYGIENE_CONFIDENCE = Knob(
        0.5,
        unit="share",
        at_least=0,
        at_most=1,
        help="A product that stands in the wrong category with less confidence is not listed.",
    )


conf = HygieneConf()

# --- How the catalogue is gone through ---

BATCH_PRODUCTS = 25
"""Examined together: their pictures, measures and neighbours fill some 10 MB."""
VISITED_PRODUCTS = 5_000
"""Asked at a time whether they have changed, which takes some 0.1 s; 100,000 in ten minutes."""
AGAIN_DAYS = 7
"""Products that have not changed are examined again, for their neighbours may have."""
AGAIN_MINUTES_WITH_FINDINGS = 10
"""The same for those of which something is listed: what nobody has to mend any more goes soon."""
