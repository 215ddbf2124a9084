"""What a shop may turn about what is measured of it, and how long that is kept."""

from __future__ import annotations

from infra.conf import Knob


class MonitoringConf:
    BACKUP_DUE_HOURS = Knob(
        26,
        unit="hours",
        help="A backup that is older is told to be late; one a night leaves two hours to spare.",
        at_least=1,
        at_most=10_000,
    )
    DISK_FREE_PERCENT = Knob(
        10,
        unit="percent",
        help="Less free space below `VITRINE_DATA` is told to be little.",
        at_least=1,
        at_most=90,
    )
    SEARCHES_KEPT_DAYS = Knob(
        90,
        unit="days",
        help="Words that found nothing are forgotten after this; 0 keeps none at all.",
        at_least=0,
        at_most=730,
    )
    SEARCHES_KEPT_PER_DAY = Knob(
        1_000,
        unit="searches",
        help="So many different words that found nothing are kept of a day; of a flood, the rest "
        "is lost.",
        at_least=10,
        at_most=20_000,
    )
    SLO_SIMILAR_MS = Knob(
        300,
        unit="milliseconds",
        help="A product page, or an answer of the API's similar items, is good within this.",
        at_least=1,
        at_most=60_000,
    )
    SLO_SIMILAR_PERCENT = Knob(
        99.0,
        unit="percent",
        help="So many of them shall be good: 99 promises a p99.",
        at_least=50,
        at_most=99.99,
    )
    SLO_PHOTO_MS = Knob(
        1_500,
        unit="milliseconds",
        help="A photo that was sent is answered well within this.",
        at_least=1,
        at_most=60_000,
    )
    SLO_PHOTO_PERCENT = Knob(
        99.0,
        unit="percent",
        help="So many photo searches shall be good.",
        at_least=50,
        at_most=99.99,
    )
    SLO_UPLOAD_SECONDS = Knob(
        60,
        unit="seconds",
        help="A new picture shall be found so soon after it was uploaded; imports do not count.",
        at_least=1,
        at_most=86_400,
    )
    SLO_UPLOAD_PERCENT = Knob(
        95.0,
        unit="percent",
        help="So many new pictures shall be found in time.",
        at_least=50,
        at_most=99.99,
    )
    SLO_COMPLETE_PERCENT = Knob(
        99.0,
        unit="percent",
        help="So many answers shall be complete: neither a stand-in nor without a part of the "
        "pictures.",
        at_least=50,
        at_most=99.99,
    )
    SLO_BUDGET_DAYS = Knob(
        30,
        unit="days",
        help="What may fail is counted over so long.",
        at_least=1,
        at_most=90,
    )


conf = MonitoringConf()

# --- Figures ---

# Counting all of so many products or pictures takes some milliseconds; more are counted by beat.
SMALL = 20_000
# Rows that are counted one by one in a small index; further ones are said to be "more".
MOST_COUNTED = 10_000
# A sample that is older says how the shop was, not how it is.
SAMPLE_STALE_SECONDS = 600
# A count of all pictures may take a worker so long, and is left out where it takes longer.
SAMPLING_TIMEOUT_MS = 10_000

# --- Series ---

# A sample each minute for two days, then the first of each hour.
DETAIL_HOURS = 48
KEPT_DAYS = 90

# --- Objectives ---

# A process tells the cache of what it has counted so often.
TOLD_EVERY_SECONDS = 2.0
# While the cache is away it tries again so often, and keeps so many counts: those of an hour.
TRIED_AGAIN_SECONDS = 15.0
MOST_HELD_COUNTS = 5_000
# Counts by the minute for so long, then by the hour: the longest window that needs minutes is 6 h.
MINUTES_KEPT_HOURS = 7
