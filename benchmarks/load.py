"""Clients that send their next request when the last is answered, or at a rate whatever happens."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterable

from benchmarks.environment import PORT

Request = tuple[str, str, bytes | None, dict[str, str]]


def drive(
    requests: Iterable[Request], *, clients: int, port: int = PORT, rate: float | None = None
) -> tuple[list[float], float, int]:
    """Send all requests through so many clients: seconds each, seconds in all, answers not 2xx.

    With a rate (requests/s) each is due at its time and counts from then, waiting included.
    """
    begun = time.perf_counter()
    every = 1 / rate if rate else 0.0
    waiting = iter([(begun + number * every, each) for number, each in enumerate(requests)])
    lock = threading.Lock()
    latencies: list[float] = []
    refused = 0

    def client() -> None:
        nonlocal refused
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                due, request = next(waiting, (0.0, None))
            if request is None:
                return
            method, path, body, headers = request
            started = time.perf_counter()
            if every:
                time.sleep(max(0.0, due - started))
                started = due
            try:
                connection.request(method, path, body, headers)
                response = connection.getresponse()
            except ConnectionError:
                # A process that is renewed (gunicorn's max_requests) lets its kept connections go;
                # browsers and proxies ask once more, too.
                connection.close()
                connection.request(method, path, body, headers)
                response = connection.getresponse()
            response.read()
            with lock:
                latencies.append(time.perf_counter() - started)
                refused += response.status // 100 != 2

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return latencies, time.perf_counter() - begun, refused


def gets(paths: Iterable[str]) -> list[Request]:
    """GET requests of these paths."""
    return [("GET", path, None, {}) for path in paths]


def photo_posts(files: Iterable[bytes], *, limit: int = 12) -> list[Request]:
    """POST requests that search with these photos."""
    made: list[Request] = []
    for file in files:
        body = (
            b'--b\r\nContent-Disposition: form-data; name="limit"\r\n\r\n%d\r\n' % limit
            + b'--b\r\nContent-Disposition: form-data; name="image"; filename="p.jpg"\r\n'
            + b"Content-Type: image/jpeg\r\n\r\n"
            + file
            + b"\r\n--b--\r\n"
        )
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        made.append(("POST", "/api/v1/photo-searches/", body, headers))
    return made


def timed(call: Callable[[], object], *, times: int) -> list[float]:
    """Seconds of each of so many calls."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return seconds
