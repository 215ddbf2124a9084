"""The web's side: a match that is known is taken from the cache, else a worker is asked."""

from __future__ import annotations

import json
from typing import Any

from embeddings.matches.named import MatchRefusedError, Named
from embeddings.photos.asking import ANSWER_SECONDS, answer_key, ask_worker
from embeddings.photos.errors import PhotosUnavailableError
from embeddings.photos.store import photo_cache, photo_key
from embeddings.pipeline import ComponentMatch
from embeddings.spaces.snapshot import SearchedSpace

# A pair is looked at by one person, perhaps twice; some 20 kB each.
_KEPT_SECONDS = 3_600
# What was made of a photo goes with it: kept in its own hash, and only while that is there.
_KEEP = f"""
if ARGV[3] == '0' or redis.call('exists', KEYS[1]) == 1 then
    redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
    if ARGV[3] == '0' then redis.call('expire', KEYS[1], {_KEPT_SECONDS}) end
end
"""
_ANSWER = f"""
redis.call('rpush', KEYS[1], ARGV[1])
redis.call('expire', KEYS[1], {ANSWER_SECONDS})
"""


def match_of(one: Named, other: Named, *, space: SearchedSpace) -> tuple[ComponentMatch, ...]:
    """Where two pictures match in a space, component by component.

    A photo is matched as if it were one of the shop's pictures: what all photos share is not
    taken away. Raises MatchRefusedError, PhotosUnavailableError.
    """
    key, field = _shelf(one, other, space.pk)
    with photo_cache() as client:
        answer = client.hget(key, field)
        if answer is None:
            task = "embeddings.tasks.match_pictures"
            answer = ask_worker(client, task, one.name, other.name, space.pk)
    told: dict[str, Any] = json.loads(answer)
    if "refused" in told:
        raise MatchRefusedError(told["refused"])
    if "unavailable" in told:
        raise PhotosUnavailableError(told["unavailable"])
    return tuple(ComponentMatch.from_told(each) for each in told["components"])


def known_match(one: str, other: str, space_id: int) -> dict[str, Any] | None:
    """What a worker told before; None where it is not kept. Raises PhotosUnavailableError."""
    if (shelf := _shelf_or_none(one, other, space_id)) is None:
        return None
    with photo_cache() as client:
        answer = client.hget(*shelf)
    return json.loads(answer) if answer is not None else None


def answer_match(one: str, other: str, space_id: int, question: str, told: dict[str, Any]) -> None:
    """Hand a worker's answer to whoever asked, and keep it for the next who does."""
    data = json.dumps(told)
    with photo_cache() as client:
        if "components" in told and (shelf := _shelf_or_none(one, other, space_id)):
            of_photo = "1" if Named(one).photo_id else "0"
            client.eval(_KEEP, 1, *shelf, data, of_photo)
        client.eval(_ANSWER, 1, answer_key(question), data)


def _shelf_or_none(one: str, other: str, space_id: int) -> tuple[str, str] | None:
    """None where a picture was replaced while it was looked at."""
    try:
        return _shelf(Named(one), Named(other), space_id)
    except MatchRefusedError:
        return None


def _shelf(one: Named, other: Named, space_id: int) -> tuple[str, str]:
    """The hash and the field that a match is kept in; by the pictures' bytes, not their ids."""
    if one.photo_id is not None:
        return photo_key(one.photo_id), f"match:{space_id}:{other.digest(space_id)}"
    return f"match:{space_id}:{one.digest(space_id)}:{other.digest(space_id)}", "told"
