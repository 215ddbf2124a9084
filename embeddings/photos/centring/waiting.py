"""What a photo has to teach waits beside the photo, in the cache, until ten are together.

So it is gone when the photo is: after a quarter of an hour, or when its shopper deletes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from embeddings.photos.centring.means import LEAST_PHOTOS
from embeddings.photos.centring.spread import Spreads
from embeddings.photos.store import photo_cache, photo_key, photo_lifetime

Floats = npt.NDArray[np.float32]

# Never writes to a photo that has gone meanwhile: a new key would have no expiry. Photos that have
# gone are struck off the list, so that it names no more than wait.
_ADD_AND_TAKE = """
if redis.call('exists', KEYS[1]) == 0 then return {} end
redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
redis.call('sadd', KEYS[2], KEYS[1])
redis.call('expire', KEYS[2], ARGV[3])
local photos, lessons = redis.call('smembers', KEYS[2]), {}
for _, photo in ipairs(photos) do
    local lesson = redis.call('hget', photo, ARGV[1])
    if lesson then table.insert(lessons, lesson) else redis.call('srem', KEYS[2], photo) end
end
if #lessons < tonumber(ARGV[4]) then return {} end
for _, photo in ipairs(photos) do redis.call('hdel', photo, ARGV[1]) end
redis.call('del', KEYS[2])
return lessons
"""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What one photo has to teach."""

    features: Floats
    """(F,) unit length within each component."""
    spreads: Spreads

    def to_bytes(self) -> bytes:
        return json.dumps(self.spreads).encode() + b"\n" + self.features.astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        spreads, _, features = data.partition(b"\n")
        told = {name: (mean, variance) for name, (mean, variance) in json.loads(spreads).items()}
        return cls(np.frombuffer(features, "<f4"), told)


def waiting_lessons(space_id: int, framing: str) -> list[Lesson]:
    """What photos framed so have to teach, of those that are still there."""
    with photo_cache() as client:
        photos = client.smembers(_list_key(space_id, framing))
        pipe = client.pipeline()
        for photo in photos:
            pipe.hget(photo, _field(space_id, framing))
        return [Lesson.from_bytes(data) for data in pipe.execute() if data is not None]


def add_lesson(photo: str, space_id: int, framing: str, lesson: Lesson) -> list[Lesson]:
    """Let a lesson wait; the whole batch, and nothing left of it, once ten are together."""
    with photo_cache() as client:
        taken = client.eval(
            *(_ADD_AND_TAKE, 2, photo_key(photo), _list_key(space_id, framing)),
            *(_field(space_id, framing), lesson.to_bytes()),
            *(int(photo_lifetime().total_seconds()), LEAST_PHOTOS),
        )
    return [Lesson.from_bytes(data) for data in taken]


def _field(space_id: int, framing: str) -> str:
    return f"lesson:{space_id}:{framing}"


def _list_key(space_id: int, framing: str) -> str:
    return f"lessons:{space_id}:{framing}"
