"""What a shop may turn about its catalogue."""

from __future__ import annotations

import re

from infra.conf import Knob


def _check_language(name: str) -> None:
    if not re.fullmatch(r"[a-z_]{1,60}(\s*,\s*[a-z_]{1,60}){0,5}", name):
        raise ValueError(
            "must name up to six PostgreSQL text search configurations, such as english"
        )


def _check_currency(code: str) -> None:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError("must be a code of three capitals such as EUR (ISO 4217)")


class CatalogConf:
    CURRENCY = Knob(
        "EUR", unit="ISO 4217", help="What the shop's prices are in.", check=_check_currency
    )
    SEARCH_LANGUAGE = Knob(
        "english",
        unit="PostgreSQL text search configurations",
        help="Languages whose word forms are one to the search: `english`, `german, english`, "
        "`simple`; words in Cyrillic, Greek, Arabic and other letters have their own. "
        "`manage.py migrate` applies it.",
        check=_check_language,
    )
    PICTURE_MAX_MEGABYTES = Knob(
        40,
        unit="MB",
        at_least=1,
        at_most=200,
        help="Largest file of a picture that staff may upload or import; a studio's JPEG of 45 "
        "megapixels has 15 to 35.",
    )
    PICTURE_MAX_MEGAPIXELS = Knob(
        25,
        unit="megapixels",
        at_least=1,
        at_most=100,
        help="Largest PNG, WebP, AVIF or GIF that staff may upload or import; decoding takes 16 MB "
        "for each.",
    )
    PICTURE_JPEG_MAX_MEGAPIXELS = Knob(
        105,
        unit="megapixels",
        at_least=1,
        at_most=200,
        help="The same for a JPEG, which is shrunk while it is decoded: one of 48 takes 25 MB, "
        "and a progressive one 150.",
    )
    PICTURE_HEIC_MAX_MEGAPIXELS = Knob(
        50,
        unit="megapixels",
        at_least=1,
        at_most=100,
        help="The same for a HEIC; decoding takes 7.4 MB for each.",
    )
    PICTURE_MAX_SIDE = Knob(
        12_000, unit="px", at_least=1_000, at_most=65_535, help="Longest side of a picture."
    )
    PICTURE_MIN_SIDE = Knob(
        16, unit="px", at_least=1, at_most=1_000, help="Shortest side of a picture."
    )
    PICTURE_STORED_SIDE = Knob(
        2_048,
        unit="px",
        at_least=480,
        at_most=8_192,
        help="Longer side of the picture that is kept; larger ones are shrunk.",
    )
    PICTURE_JPEG_QUALITY = Knob(
        90, unit="1 to 95", at_least=1, at_most=95, help="Of the picture that is kept."
    )
    RENDITION_WIDTHS = Knob(
        (160, 480, 960),
        unit="px",
        at_least=32,
        at_most=4_096,
        help="Widths in which pages show pictures, for thumbnails, cards and product pages. "
        "Pictures that were kept before a width came are sent as they are.",
    )
    RENDITION_JPEG_QUALITY = Knob(
        82, unit="1 to 95", at_least=1, at_most=95, help="Of the pictures on pages."
    )
    PHOTO_MAX_MEGABYTES = Knob(
        10,
        unit="MB",
        at_least=1,
        at_most=10,
        help="Largest file of a shopper's photo. Larger requests are refused before they are read.",
    )
    PHOTO_MAX_MEGAPIXELS = Knob(
        8,
        unit="megapixels",
        at_least=1,
        at_most=100,
        help="Largest PNG, WebP, AVIF or GIF of a shopper, whom we do not know.",
    )
    PHOTO_JPEG_MAX_MEGAPIXELS = Knob(
        52,
        unit="megapixels",
        at_least=1,
        at_most=200,
        help="The same for a JPEG, which is shrunk while it is decoded: a phone's of 12 to 50 "
        "takes 6 to 13 MB and 0.1 s.",
    )
    PHOTO_HEIC_MAX_MEGAPIXELS = Knob(
        25,
        unit="megapixels",
        at_least=1,
        at_most=100,
        help="The same for a HEIC of one piece: one of 24 takes 180 MB and 1.4 s of one core. Of "
        "tiles, as phones write it, it is decoded tile by tile, and may have as many as a JPEG.",
    )
    PHOTO_STORED_SIDE = Knob(
        1_024,
        unit="px",
        at_least=224,
        at_most=4_096,
        help="Longer side of a shopper's photo while it is searched with.",
    )
    CONCURRENT_DECODES = Knob(
        2,
        unit="pictures",
        at_least=1,
        at_most=64,
        help="Decoded at a time by one process. The largest that staff may upload takes 400 MB.",
    )
    PICTURE_ORPHAN_SECONDS = Knob(
        900,
        unit="s",
        at_least=60,
        help="Age at which a picture file that no product shows is deleted; longer than any "
        "upload takes from its file to its row.",
    )
    HELD_PICTURES_DAYS = Knob(
        14,
        unit="days",
        at_least=1,
        help="How long pictures are kept that staff have uploaded for a form and not saved.",
    )
    HELD_PICTURES_MOST = Knob(
        100, unit="pictures", at_least=1, help="That one form of a product holds until it is saved."
    )
    ARCHIVE_MAX_FILES = Knob(
        200_000, unit="files", at_least=1, help="Entries of a ZIP of pictures, folders included."
    )
    ARCHIVE_MAX_GIGABYTES = Knob(
        4, unit="GB", at_least=1, help="All files of a ZIP of pictures, unpacked."
    )
    REQUESTED_PICTURES_DAYS = Knob(
        30,
        unit="days",
        at_least=1,
        help="How long it is told what came of pictures that the API was given by their addresses.",
    )
    PICTURES_FETCHED_AT_ONCE = Knob(
        8,
        unit="requests",
        at_least=1,
        at_most=64,
        help="Pictures that one import fetches by address at a time, from all hosts together.",
    )
    PICTURES_FETCHED_MOST = Knob(
        200_000, unit="pictures", at_least=1, help="That one import fetches by address."
    )
    IMPORT_MAX_MEGABYTES = Knob(
        500, unit="MB", at_least=1, help="Largest file of products that staff may import."
    )
    IMPORT_LEASE_SECONDS = Knob(
        60,
        unit="s",
        at_least=5,
        help="After so long without a sign of life another worker goes on with an import.",
    )
    IMPORT_SLICE_SECONDS = Knob(
        20.0,
        unit="s",
        at_least=1,
        at_most=300,
        help="So long a worker is at an import before pictures that wait for it have their turn.",
    )
    IMPORT_KEPT_DAYS = Knob(
        90,
        unit="days",
        at_least=1,
        help="How long imports can be undone and reported; then their rows and files are deleted.",
    )
    FEED_MAX_MEGABYTES = Knob(
        500, unit="MB", at_least=1, help="Largest feed that is fetched by address, unpacked."
    )
    FEED_TOTAL_SECONDS = Knob(900.0, unit="s", at_least=1, help="Longest time for fetching a feed.")


conf = CatalogConf()
