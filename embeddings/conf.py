"""What a shop may turn about its workers, shoppers' photos and spaces.

Below them stand the constants that other code rests on; what was measured stands beside each.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from infra.conf import Knob


def _check_folder(value: str) -> None:
    if value and not Path(value).is_dir():
        raise ValueError("is not a folder")


class EmbeddingsConf:
    EMBED_BATCH_PICTURES = Knob(
        32,
        unit="pictures",
        help="A worker claims, decodes and encodes so many at a time; each takes about 1 MB.",
        at_least=1,
        at_most=256,
    )
    EMBED_BATCH_PICTURES_GPU = Knob(
        128,
        unit="pictures",
        help="The same for a worker whose networks run on an NVIDIA card, which looks at 64 in one "
        "pass. Workers with and without a card share one queue.",
        at_least=1,
        at_most=1024,
    )
    EMBED_ATTEMPTS = Knob(
        3,
        unit="attempts",
        help="After so many that ended without a word a picture is given up, with a reason that "
        "staff can act on.",
        at_least=1,
        at_most=10,
    )
    EMBED_LEASE_SECONDS = Knob(
        30,
        unit="seconds",
        help="A worker that died without a word loses its pictures to another one after this.",
        at_least=30,
        at_most=600,
    )
    DECODERS = Knob(
        4,
        unit="processes",
        help="Pictures that a worker has decoded at once, at most one for each core; each takes "
        "some 50 MB.",
        at_least=1,
        at_most=16,
    )
    DECODER_MEGABYTES = Knob(
        1024,
        unit="MB",
        help="Memory that decoding a picture may take. One of 25 megapixels needs 300 MB.",
        at_least=256,
    )
    DECODE_SECONDS = Knob(
        5.0,
        unit="seconds",
        help="Time that decoding a picture may take. One of 25 megapixels takes 1 to 4 s on a busy "
        "machine, and all others far less.",
        at_least=1,
        at_most=10,
    )
    DECODE_AGAIN_SECONDS = Knob(
        10.0,
        unit="seconds",
        help="The same for a picture that stopped a decoder before: it comes alone, and it may "
        "have been the machine.",
        at_least=1,
        at_most=20,
    )
    LOADED_SPACES = Knob(
        8,
        unit="spaces",
        help="Whose encoders a worker keeps; one without a network is small, and a fitted one "
        "holds a projection of up to 10 MB.",
        at_least=1,
    )
    PHOTO_LIFETIME_MINUTES = Knob(
        15,
        unit="minutes",
        help="A shopper's photo, and all that was made of it, is forgotten after this.",
        at_least=1,
        at_most=1_440,
    )
    PHOTO_WAIT_SECONDS = Knob(
        1.5,
        unit="seconds",
        help="A shopper who has waited longer for a worker to look at a photo is told to come "
        "back. A worker takes some 0.1 s.",
        at_least=0.5,
        at_most=8,
    )
    PHOTO_RETRY_AFTER_SECONDS = Knob(
        3, unit="seconds", help="When such a shopper is told to come back.", at_least=1
    )
    PHOTOS_WAITING = Knob(
        16,
        unit="photos",
        help="Waiting for a worker at once; more than workers look at while anybody waits are "
        "refused at once.",
        at_least=1,
    )
    ENCODERS_DIR = Knob(
        "",
        unit="folder",
        help="Holds encoders of the shop's own, each in a folder with its encoder.json; empty: "
        "none.",
        check=_check_folder,
    )
    FIT_FROM_PICTURES = Knob(
        75,
        unit="pictures",
        help="A space is fitted on the shop's own pictures once there are so many: from then on "
        "its products and categories teach which differences do not matter.",
        at_least=50,
    )
    TEND_SECONDS = Knob(
        10.0,
        unit="seconds",
        help="Spaces are looked after (learning, grading, clearing away) for so long at a time, "
        "and to the end of the piece of work in hand. What is left is done half a minute later, "
        "and other work has its turn in between.",
        at_least=0,
        at_most=300,
    )
    FIT_ON_PICTURES = Knob(
        10_000,
        unit="pictures",
        help="Read to fit a space, at most; more would not move its axes, and these take a quarter "
        "of a minute.",
        at_least=500,
        at_most=100_000,
    )
    FIT_WORDS_FROM_PRODUCTS = Knob(
        20,
        unit="products",
        help="What words look like is learnt once so many products are embedded; it is graded "
        "before it answers anybody.",
        at_least=10,
    )
    CALIBRATE_FROM_PICTURES = Knob(
        10,
        unit="pictures",
        help="From so many on, scores are told by what the catalogue knows of its pictures. The "
        "fewer there are, the more they are told by what is usual.",
        at_least=2,
    )
    CALIBRATE_AFTER_CHANGE = Knob(
        0.2,
        unit="share",
        help="It is learnt anew when a space has grown or shrunk by more, and every night.",
        at_least=0.01,
        at_most=1,
    )
    FILLER_DESIGNS = Knob(
        3,
        unit="designs",
        help="A picture that so many unrelated designs show, of as many categories, such as a size "
        "chart or a logo, is not compared. A large number compares every picture.",
        at_least=3,
        at_most=1_000_000,
    )


conf = EmbeddingsConf()

# --- The queue of pictures that wait to be embedded ---

# An upload goes before a catalogue that is embedded anew.
UPLOAD_PRIORITY = 10
BULK_PRIORITY = 0
# While a wake-up waits unread, another one would say nothing new. Should it be lost, the next
# upload after this sends another.
WAKE_AGAIN_SECONDS = 10

# --- A worker's batch ---

# A worker takes batches for about this long, so that one told to stop does so soon.
DRAIN_SECONDS = 10.0
# After this no further picture of a batch is decoded. With the longest that one picture may take
# (10 s) that is below the shortest lease (30 s), which is renewed once the batch is decoded.
PREPARE_BATCH_SECONDS = 15.0
# Weights that were refused are read again when they have changed, or at the latest after this:
# a disk that failed once may do better.
WEIGHTS_REREAD_SECONDS = 600.0

# --- What workers say of themselves ---

# Workers beat every 2 s (Celery's default); after this long without, nobody is there.
WORKER_BEAT_SECONDS = 10
WORKER_PROBLEM_SECONDS = 60
SUBJECT_PROBLEM_SECONDS = 7 * 86_400

# --- Which pictures are compared ---

# New pictures are looked for among those of other products for so long at a time, which leaves the
# worker to its pictures; at 5 ms each that are 400 every half minute.
EXAMINE_SECONDS = 2.0

# --- Spaces ---

# Where products and categories teach nothing, pictures alone do from here on. On one shop's 713,
# mAP@10 by SKU was .450, .463 and .469 fitted on 130, 250 and 500 of them, and .425 without.
FIT_UNTAUGHT_PICTURES = 500
# Graded before a space is fitted anew; that takes some 10 s of processor time for each recipe.
FIT_GRADED_PICTURES = 1_500
# What was tried is left alone for so long, unless the catalogue has grown by half meanwhile: an
# import that has ended is learnt from soon. As long as a try may take.
FIT_COOLDOWN_SECONDS = 600.0
# A space is built once nearly every picture is in it: in a busy shop some picture has always just
# been uploaded.
SETTLE_TIME = timedelta(seconds=10)
# Share of the pictures whose features must be there before a projection is fitted on them.
MIN_FEATURES_SHARE = 0.9
