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
