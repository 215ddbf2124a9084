"""Pictures sent as machines send them, and a ledger of all that were acknowledged."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chaos.pictures import path_of, request_of

_BROKEN_OFF = 0

Request = Callable[[int], tuple[dict[str, str], bytes]]
"""The number of an upload -> headers and body."""


@dataclass
class Sent:
    """What became of some uploads, by the number of each."""

    accepted: dict[int, int] = field(default_factory=dict)
    """Number -> id of the picture."""
    refused: dict[int, int] = field(default_factory=dict)
    """Number -> status; 0 where the connection broke off."""
    seconds: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        return max(self.seconds, default=0.0)


class Ledger:
    """Sends uploads; keeps what was answered 2xx, and what may have been taken without a word."""

    def __init__(self, secret: str, *, port: int) -> None:
        self._secret, self._port = secret, port
        self._lock = threading.Lock()
        self._next = 0
        self.pictures: dict[int, int] = {}
        """Id of an acknowledged picture -> number of its upload."""
        self.unknown: set[int] = set()
        """Numbers of uploads that broke off: taken, or not."""
        self.may_fail: set[int] = set()
        """Ids of pictures that are not to be embedded."""
        self.count = 0

    def send(self, count: int, *, clients: int = 2) -> Sent:
        """Send so many new pictures, each by the client that is free."""
        with self.sending(count, clients=clients) as sent:
            pass
        return sent

    @contextmanager
    def sending(
        self, count: int, *, clients: int = 2, request: Request = request_of
    ) -> Iterator[Sent]:
        """The same meanwhile; all have been answered after the block."""
        first, self._next = self._next, self._next + count
        numbers = range(first, self._next)
        with self._clients(numbers, clients=clients, request=request) as sent:
            yield sent

    def send_again(self, sent: Sent) -> Sent:
        """Send once more what was refused or broke off."""
        with self._clients(list(sent.refused), clients=1, request=request_of) as again:
            pass
        return again

    def replace(self, image: int) -> int:
        """The number of what a picture is to show from now on, which nobody has sent."""
        self.pictures[image], self._next = self._next, self._next + 1
        return self.pictures[image]

    def forget(self, image: int) -> None:
        """The picture was deleted by whoever plays the fault."""
        del self.pictures[image]

    @contextmanager
    def _clients(self, numbers: Iterable[int], *, clients: int, request: Request) -> Iterator[Sent]:
        waiting, sent = iter(numbers), Sent()

        def client() -> None:
            while True:
                with self._lock:
                    number = next(waiting, None)
                if number is None:
                    return
                started = time.monotonic()
                status, image = self._send_one(number, *request(number))
                with self._lock:
                    sent.seconds.append(time.monotonic() - started)
                    self._note(sent, number, status, image)

        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        try:
            yield sent
        finally:
            for thread in threads:
                thread.join()

    def _note(self, sent: Sent, number: int, status: int, image: int) -> None:
        if image:
            self.count += image not in self.pictures
            self.pictures[image], sent.accepted[number] = number, image
            self.unknown.discard(number)
        else:
            sent.refused[number] = status
            self.unknown |= {number} if status == _BROKEN_OFF else set()

    def _send_one(self, number: int, head: dict[str, str], body: bytes) -> tuple[int, int]:
        """The status, and the picture's id; 0 where there is none."""
        headers = {**head, "Authorization": f"Bearer {self._secret}"}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("POST", path_of(number), body, headers)
            response = connection.getresponse()
            told = response.read()
        except (OSError, http.client.HTTPException):
            return _BROKEN_OFF, 0
        finally:
            connection.close()
        return response.status, json.loads(told)["id"] if response.status // 100 == 2 else 0
