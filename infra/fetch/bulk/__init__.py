"""Fetching many addresses: few at once, fewer at one host, and none of a host that is down."""

from infra.fetch.bulk.delivery import Delivery, Wanted
from infra.fetch.bulk.fetcher import BulkFetcher

__all__ = ["BulkFetcher", "Delivery", "Wanted"]
