"""`python -m config.beat`: the exit code says whether beat is at work."""

from __future__ import annotations

import sys

from config.env import read_environment
from monitoring.beat import beat_is_alive

if __name__ == "__main__":
    sys.exit(0 if beat_is_alive(read_environment().cache_url) else "beat sends nothing")
