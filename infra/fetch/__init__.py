"""Fetching from other people's servers, by addresses that somebody gave: a guarded door.

Only http and https, only public addresses, and the connection goes to the very address that was
checked; each redirect is checked anew; bytes, seconds and requests at once are bounded
([why so](../../docs/adr/0022-fetched-by-httpcore2.md)). It knows no shop.
"""

from infra.fetch.answers.results import Fetched, Unchanged, Validators
from infra.fetch.bulk import BulkFetcher, Delivery, Wanted
from infra.fetch.errors import FetchRefusedError
from infra.fetch.files import fetch_file
from infra.fetch.rules import FetchRules, rules_of_settings
from infra.fetch.session import FetchSession

__all__ = [
    "BulkFetcher",
    "Delivery",
    "FetchRefusedError",
    "FetchRules",
    "FetchSession",
    "Fetched",
    "Unchanged",
    "Validators",
    "Wanted",
    "fetch_file",
    "rules_of_settings",
]
