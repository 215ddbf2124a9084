"""How this app behaves where a shop may want it otherwise: one constant each, with its unit.

What was measured stands beside it.
"""

from __future__ import annotations

from datetime import timedelta

# --- The queue of pictures that wait to be embedded ---

# An upload goes before a catalogue that is embedded anew.
UPLOAD_PRIORITY = 10
BULK_PRIORITY = 0
# Then the picture is given up, with a reason that staff can act on.
MAX_ATTEMPTS = 3
# A worker that dies without a word is given up after this; one that lives renews it.
LEASE = timedelta(seconds=30)
# While a wake-up waits unread, another one would say nothing new. Should it be lost, the next
# upload after this sends another.
WAKE_AGAIN_SECONDS = 10

# --- A worker's batch ---

BATCH_PICTURES = 32
# A worker takes batches for about this long, so that one told to stop does so soon.
DRAIN_SECONDS = 10.0
# A picture of 25 megapixels takes 1 to 4 s on a busy machine, and all others far less.
DECODE_SECONDS = 5.0
# One that stopped a decoder before gets more time, alone: it may have been the machine.
SUSPECT_DECODE_SECONDS = 10.0
# After this no further picture of the batch is begun; well below the lease.
PREPARE_BATCH_SECONDS = 15.0
# A decoder's own memory. The largest picture that is let in (25 megapixels) needs 0.3 GB.
DECODER_MEMORY_BYTES = 1024**3
# Each takes some 45 MB; more would wait for the network.
MAX_DECODERS = 4

# --- Loaded encoders ---

# An encoder without its networks is small; a fitted one holds a projection of up to 10 MB.
MAX_LOADED_SPACES = 8
# Weights that were refused are read again when they have changed, or at the latest after this:
# a disk that failed once may do better.
WEIGHTS_REREAD_SECONDS = 600.0

# --- What workers say of themselves ---

# Workers beat every 2 s (Celery's default); after this long without, nobody is there.
WORKER_BEAT_SECONDS = 10
WORKER_PROBLEM_SECONDS = 60

# --- Shoppers' photos ---

# A photo and all that is made of it are forgotten after this.
PHOTO_LIFETIME = timedelta(minutes=15)
# A worker takes some 0.1 s; whoever waits longer than this is told to come back.
PHOTO_WAIT_SECONDS = 1.5
PHOTO_RETRY_AFTER_SECONDS = 3
# More waiting photos than workers encode in the time that anybody waits: refused at once.
MAX_WAITING_PHOTOS = 16

# --- Spaces ---

# Fewer pictures than this may say too little about what a catalogue's pictures differ in. Measured
# on one shop's: fitted on 130, 250 and 500 of 713, mAP@10 by SKU was .450, .463 and .469.
MIN_IMAGES_TO_PROJECT = 500
# More would not move the axes; so many are read and fitted within a quarter of a minute.
MAX_IMAGES_TO_FIT = 10_000
# After a fit that failed the space is left alone for so long.
FIT_COOLDOWN_SECONDS = 3_600.0
# A space is built once nearly every picture is in it: in a busy shop some picture has always just
# been uploaded.
SETTLE_TIME = timedelta(seconds=10)
# Share of the pictures whose features must be there before a projection is fitted on them.
MIN_FEATURES_SHARE = 0.9
# With fewer pictures "random" would be the same few pairs over and over.
MIN_PICTURES_TO_CALIBRATE = 50
# A space is calibrated anew when it has grown or shrunk by more than this share.
CALIBRATE_AFTER_CHANGE = 0.2
