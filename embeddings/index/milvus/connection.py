"""This process's connections to Milvus servers: opened late, each answer within its time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import urlsplit

from embeddings.index.external.store import StoreAwayError
from embeddings.index.milvus.driver import pymilvus
from infra.process_state import PerProcess

CONNECT_SECONDS = 0.4
"""Beside the time of the question itself, once for each process and outage."""
_UNAVAILABLE = 2
"""What the client says where it could not connect, and a server of a part of itself."""

T = TypeVar("T")


class MilvusRefusedError(StoreAwayError):
    """Milvus answered that it cannot; `code` is its own."""

    def __init__(self, message: str, code: object) -> None:
        super().__init__(message)
        self.code = code


class Connection:
    """One server, asked through one client that all threads share; it reconnects by itself."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._client: Any = None
        self._opening = threading.Lock()

    def ask(self, question: Callable[[Any], T]) -> T:
        """What the question, given a `MilvusClient`, returns; it names its own timeout.

        Raises StoreAwayError, in a sentence, whatever goes wrong at Milvus.
        """
        refused = pymilvus().MilvusException
        grpc = import_module("grpc")
        try:
            return question(self._connected())
        except (grpc.RpcError, grpc.FutureTimeoutError) as error:
            raise self._away(error) from error
        except refused as error:
            if error.code == _UNAVAILABLE or isinstance(error.code, grpc.StatusCode):
                raise self._away(error) from error
            said = (str(error.message).strip() or "no reason given").splitlines()[0]
            raise MilvusRefusedError(f"Milvus refused: {said[:300]}", error.code) from error

    def _connected(self) -> Any:
        if self._client is None:
            # Nobody queues behind a server that does not answer, each for the time of all before.
            if not self._opening.acquire(timeout=CONNECT_SECONDS):
                raise StoreAwayError(f"Milvus at {self._host} does not answer in time.")
            try:
                if self._client is None:
                    self._client = pymilvus().MilvusClient(
                        self._url, token=self._token, timeout=CONNECT_SECONDS, dedicated=True
                    )
            finally:
                self._opening.release()
        return self._client

    def _away(self, error: Exception) -> StoreAwayError:
        # The client wraps the reason why it could not connect.
        silent = any("DEADLINE_EXCEEDED" in f"{each!r} {each}" for each in (error, error.__cause__))
        what = "does not answer in time" if silent else "cannot be reached"
        return StoreAwayError(f"Milvus at {self._host} {what}.")

    @property
    def _host(self) -> str:
        return urlsplit(self._url).netloc

    def close(self) -> None:
        """Give the connection back."""
        if self._client is not None:
            self._client.close()


def _close(connections: dict[tuple[str, str], Connection]) -> None:
    for connection in connections.values():
        connection.close()


# A channel does not outlive a fork, so each process of a pool of workers has one of its own.
_connections = PerProcess[dict[tuple[str, str], Connection]](dict, close=_close)


def connection_to(url: str, token: str = "") -> Connection:
    """This process's connection to a server, opened when something is first asked of it."""
    return _connections.get().setdefault((url, token), Connection(url, token))
