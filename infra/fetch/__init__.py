"""Fetching from other people's servers, by addresses that somebody gave: a guarded door.

Only http and https, only public addresses, and the connection goes to the very address that was
checked; each redirect is checked anew; bytes, seconds and requests at once are bounded
([why so](../../docs/adr/0022-fetched-by-httpcore2.md)). It knows no shop.

`session.FetchSession` fetches one address after another, `files.fetch_file` into a file,
`bulk.BulkFetcher` many at once. Nothing is imported here, so that the settings (conf.py) can be
read where nothing is installed yet.
"""
