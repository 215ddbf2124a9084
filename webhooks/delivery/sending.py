"""One message goes out to one address, through the guarded door."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from infra.fetch.answers.posted import Posted
from infra.fetch.conf import read_networks
from infra.fetch.errors import FetchRefusedError
from infra.fetch.rules import rules_of_settings
from infra.fetch.session import FetchSession
from webhooks.conf import conf
from webhooks.delivery.signing import signed_headers
from webhooks.endpoints.models import Endpoint
from webhooks.endpoints.secrets import secrets_of
from webhooks.outbox.models import Message

ANSWER_BYTES = 500
PLACE_SECONDS = 5.0  # for a turn at a host that imports are busy with


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one attempt."""

    message: Message
    seconds: float
    posted: Posted | None = None
    """What the receiver answered; None where nothing came back."""
    error: str = ""
    """Why nothing came back."""
    wait_seconds: float = 0.0
    """For how long it asks to be left alone."""

    @property
    def is_taken(self) -> bool:
        return self.posted is not None and 200 <= self.posted.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants no message any more, ever."""
        return self.posted is not None and self.posted.status == 410


def open_session() -> FetchSession:
    """Connections to receivers; for one thread."""
    rules = replace(
        rules_of_settings(total_seconds=conf.WEBHOOK_SECONDS),
        ports=conf.WEBHOOK_PORTS,
        own_networks=read_networks(conf.WEBHOOK_OWN_NETWORKS),
        place_seconds=PLACE_SECONDS,
    )
    return FetchSession(rules=rules)


def send_message(session: FetchSession, endpoint: Endpoint, message: Message) -> Outcome:
    """Send it, whatever comes of it; a redirect is an answer like any other, and not followed."""
    began = time.monotonic()
    headers = signed_headers(message.message_id, message.body, secrets=secrets_of(endpoint))
    posted, error, wait = None, "", 0.0
    try:
        posted = session.post(
            endpoint.address,
            message.body.encode(),
            headers={"Content-Type": "application/json", **headers},
            answer_bytes=ANSWER_BYTES,
        )
        wait = posted.retry_after_seconds or 0.0
    except FetchRefusedError as refusal:
        error = str(refusal)
    return Outcome(
        message=message,
        seconds=time.monotonic() - began,
        posted=posted,
        error=error,
        wait_seconds=wait,
    )
