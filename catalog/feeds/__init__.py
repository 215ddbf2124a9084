"""Catalogues that a supplier keeps at an address: fetched nightly, applied unless too much changes.

timetable.fetch_now(feed) -> None
    Have it fetched within the minute, whatever the hour.
timetable.runs_of(feed) -> QuerySet[ImportRun]
    The newest first. One that the safety brake stopped is CHECKED and says why in its `error`;
    `runs.apply` lets it go on all the same.
"""
