"""From a name to the addresses that may be connected to: asked once, and all of them checked."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from infra.fetch.errors import FetchRefusedError
from infra.fetch.network.public import Networks, is_public, read_ip

Resolver = Callable[[str], Sequence[str]]
"""A name or IP address -> IP addresses; raises OSError where there are none."""


def ask_system(host: str) -> list[str]:
    """The addresses of a host as the operating system knows them, in its order of preference."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_rest, sockaddr in found))


def resolve_public(
    host: str, *, resolver: Resolver = ask_system, own: Networks = (), timeout: float
) -> list[str]:
    """The addresses of a host, where every one of them is public.

    One that is not refuses the host: who mixes them means to lead somebody inside. What comes back
    is connected to as it is, so that no later answer counts. Raises FetchRefusedError with the
    codes unknown_host, not_public and too_slow.
    """
    addresses = _within(timeout, host, resolver)
    if not addresses:
        raise _unknown(host)
    for address in addresses:
        try:
            allowed = is_public(read_ip(address), own=own)
        except ValueError:
            allowed = False
        if not allowed:
            raise FetchRefusedError(
                "not_public",
                _("%(host)s leads to %(address)s, which is not on the public internet."),
                host=host,
                address=address,
            )
    return addresses


def _within(timeout: float, host: str, resolver: Resolver) -> list[str]:
    """Ask in a thread, which is left behind when it takes too long: getaddrinfo has no timeout."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(resolver(host)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=max(timeout, 0))
    except queue.Empty:
        raise FetchRefusedError(
            "too_slow", _("The address of %(host)s could not be found out in time."), host=host
        ) from None
    if isinstance(answer, Exception):
        raise _unknown(host) from answer
    return answer


def _unknown(host: str) -> FetchRefusedError:
    return FetchRefusedError("unknown_host", _("There is no server named %(host)s."), host=host)
