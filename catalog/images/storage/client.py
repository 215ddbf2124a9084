"""Requests to an object storage: each waits briefly, and ends in an answer or in words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError

from catalog.images.storage.bucket_errors import away_for, is_missing
from infra.files.away import StorageAwayError
from infra.locks.circuit_breaker import CircuitBreaker
from infra.process_state import PerProcess

Answer = TypeVar("Answer")
_Key = tuple[str | None, str | None, bool]

logger = logging.getLogger(__name__)

# Once more after at most a second: 5 s in all, where a request is sent and nothing comes back.
CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 2},
    max_pool_connections=16,
    # Storages other than Amazon's need not know its newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
_HASTY = Config(
    connect_timeout=0.5, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 1}
)
_REST_SECONDS, _PATIENCE_SECONDS = 2.0, 8.0


def _close(clients: dict[_Key, Any]) -> None:
    for client in clients.values():
        client.close()


# One for all threads: to make a client takes a tenth of a second of the processor.
_clients = PerProcess[dict[_Key, Any]](dict, close=_close)
_breaker = PerProcess[CircuitBreaker](
    lambda: CircuitBreaker(seconds=_REST_SECONDS, patience=_PATIENCE_SECONDS)
)


def ask(
    question: Callable[[Any], Answer],
    *,
    endpoint: str | None,
    region: str | None,
    is_hasty: bool = False,
) -> Answer:
    """What the storage answers to what `question` asks of a client of it.

    is_hasty: wait for 1.5 s at most, as a check of health does.

    Raises FileNotFoundError where there is no such object, and StorageAwayError.
    """
    breaker = _breaker.get()
    if not breaker.lets_through():
        raise StorageAwayError(breaker.reason)
    try:
        answer = question(_client(endpoint, region, is_hasty))
    except ClientError as error:
        breaker.close()
        if is_missing(error):
            raise FileNotFoundError("there is no such object") from error
        raise away_for(error) from error
    except (BotoCoreError, RetriesExceededError) as error:
        logger.warning("the object storage: %s", error)
        away = away_for(error)
        breaker.open(away.strerror or "")
        raise away from error
    breaker.close()
    return answer


def _client(endpoint: str | None, region: str | None, is_hasty: bool) -> Any:
    clients, key = _clients.get(), (endpoint, region, is_hasty)
    if key not in clients:
        # Keys come from the environment, from a file or from the machine's role, as boto3 looks.
        clients[key] = boto3.Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=region,
            config=CONFIG.merge(_HASTY) if is_hasty else CONFIG,
        )
    return clients[key]
