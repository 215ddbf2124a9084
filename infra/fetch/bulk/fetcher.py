"""Which address is fetched next, by which thread."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

from django.utils.translation import gettext_lazy as _

from infra.fetch.addresses import parse_address
from infra.fetch.bulk.delivery import Delivery, Wanted, deliver
from infra.fetch.bulk.hosts import Hosts
from infra.fetch.errors import FetchRefusedError
from infra.fetch.session import FetchSession
from infra.refusals import RefusedError

LOOK_AHEAD = 16  # addresses for each thread, so that a slow host leaves others something to do


@dataclass(slots=True)
class _Task:
    wanted: Wanted
    host: str
    attempts: int = 0


class BulkFetcher:
    """Fetches addresses in whatever order they come; a run of an import has one.

    It remembers which hosts are down and what was refused, so that a run may hand over its
    addresses in batches. Which host is asked next is known to the caller's thread alone.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        at_once: int,
        most: int,
        accept: str = "*/*",
        check_start: Callable[[bytes], object] = lambda start: None,
        open_session: Callable[[], FetchSession] = FetchSession,
    ) -> None:
        """max_bytes: of each address; at_once: requests; most: addresses in all.

        check_start: raises RefusedError for the first bytes of something that is not wanted, such
        as a film.
        """
        self._deliver = partial(
            deliver, max_bytes=max_bytes, accept=accept, check_start=check_start
        )
        self._most = most
        self._sessions = [open_session() for _ in range(at_once)]
        self._idle = list(self._sessions)
        self._rules = self._sessions[0].rules
        self._hosts = Hosts(self._rules)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="fetch")
        self._waiting: dict[str, deque[_Task]] = {}
        self._running: dict[Future[Delivery], tuple[_Task, FetchSession]] = {}
        self._ready: deque[Delivery] = deque()
        self._refused: dict[str, RefusedError] = {}
        self._seen: set[str] = set()
        self._count = 0

    def fetch(self, wanted: Iterable[Wanted]) -> Iterator[Delivery]:
        """Fetch addresses; each is answered once, equal ones together.

        `wanted` is read as there is room for it, so that millions need no memory. What fails for
        the moment is tried again, by the time that the host has named. Leaving the iterator before
        its end closes the fetcher. Raises OSError where the disk is full.
        """
        self._seen.clear()
        source, more = iter(wanted), True
        try:
            while more or self._running or self._waiting:
                while more and self._has_room():
                    following = next(source, None)
                    more = following is not None
                    if following is not None:
                        self._enter(following)
                    yield from self._take_ready()
                self._start_some()
                self._finish_some()
                self._start_some()  # whoever takes a delivery may take long
                yield from self._take_ready()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop what is under way, without waiting for anybody else's server."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for session in self._sessions:
            session.abort()
        for session in self._idle:
            session.close()
        for future, (_unused, session) in self._running.items():
            future.add_done_callback(partial(_let_go, session))
        for delivery in self._take_ready():
            delivery.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _has_room(self) -> bool:
        return sum(map(len, self._waiting.values())) < LOOK_AHEAD * len(self._sessions)

    def _take_ready(self) -> Iterator[Delivery]:
        while self._ready:
            yield self._ready.popleft()

    def _enter(self, wanted: Wanted) -> None:
        """Let an address wait for its turn, or answer it where it will never have one."""
        if wanted.url in self._seen:
            return
        self._seen.add(wanted.url)
        self._count += 1
        try:
            if self._count > self._most:
                raise _too_many(self._most)
            host = parse_address(wanted.url, ports=self._rules.ports).host
        except FetchRefusedError as refusal:
            self._ready.append(Delivery(wanted, refusal))
            return
        if refused := self._refused.get(wanted.url) or self._hosts.down.get(host):
            self._ready.append(Delivery(wanted, refused))
        else:
            self._waiting.setdefault(host, deque()).append(_Task(wanted, host))

    def _start_some(self) -> None:
        """Give idle sessions the addresses of hosts that may be asked now."""
        for host in list(self._waiting):
            tasks = self._waiting[host]
            while self._idle and tasks and self._hosts.may_be_asked(host):
                task, session = tasks.popleft(), self._idle.pop()
                self._hosts.begin(host)
                future = self._threads.submit(self._deliver, session, task.wanted)
                self._running[future] = task, session
            if not tasks:
                del self._waiting[host]

    def _finish_some(self) -> None:
        """Wait for a thread, or for the next host that has rested."""
        rests = [left for host in self._waiting if (left := self._hosts.seconds_paused(host)) > 0]
        rest = max(min(rests, default=0.01), 0.01)
        if not self._running:
            if self._waiting:
                time.sleep(rest)
            return
        timeout = rest if rests and self._idle else None
        for future in wait(self._running, timeout, FIRST_COMPLETED).done:
            task, session = self._running.pop(future)
            self._idle.append(session)
            self._hosts.end(task.host)
            self._take_in(task, future.result())

    def _take_in(self, task: _Task, delivery: Delivery) -> None:
        """Pass on what a thread brought, or give the address another turn."""
        refusal = delivery.outcome
        if isinstance(refusal, FetchRefusedError) and refusal.is_temporary:
            task.attempts += 1
            if self._hosts.failed(task.host, refusal, attempts=task.attempts):
                self._waiting.setdefault(task.host, deque()).appendleft(task)
                return
        else:
            self._hosts.succeeded(task.host)
        if isinstance(refusal, RefusedError):
            self._refused[task.wanted.url] = refusal
        self._ready.append(delivery)
        if task.host in self._hosts.down:
            # All that the host was still to be asked for is answered without asking.
            for other in self._waiting.pop(task.host, ()):
                self._ready.append(Delivery(other.wanted, self._hosts.down[task.host]))


def _too_many(most: int) -> FetchRefusedError:
    return FetchRefusedError(
        "too_many", _("More than %(most)s addresses at once; import the rest by itself."), most=most
    )


def _let_go(session: FetchSession, future: Future[Delivery]) -> None:
    session.close()
    if not future.cancelled() and future.exception() is None:
        future.result().close()
