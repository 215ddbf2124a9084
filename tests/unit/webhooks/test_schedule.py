"""Times between attempts, and signatures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from webhooks.delivery.schedule import MESSAGE_SECONDS, rest_seconds, retry_seconds
from webhooks.delivery.signing import signed_headers
from webhooks.endpoints.secrets import make_secret


def test_each_wait_is_longer_and_no_two_are_the_same() -> None:
    waits = [[retry_seconds(n) for _ in range(50)] for n in (1, 2, 3)]
    assert all(len(set(each)) > 40 for each in waits)
    assert max(waits[0]) < min(waits[1]) < max(waits[1]) < min(waits[2])
    assert retry_seconds(len(MESSAGE_SECONDS)) is not None
    assert retry_seconds(len(MESSAGE_SECONDS) + 1) is None
    assert 2 < sum(MESSAGE_SECONDS) / 86_400 < 3.5


def test_a_receiver_rests_longer_up_to_a_quarter_of_an_hour() -> None:
    assert 4 <= rest_seconds(1) <= 6
    assert 720 <= rest_seconds(1_000_000) <= 1_080


def test_either_secret_verifies_and_a_third_does_not() -> None:
    new, old, other = make_secret(), make_secret(), make_secret()
    body = '{"type": "test", "name": "Café"}'
    headers = signed_headers("msg_1", body, secrets=[new, old])
    for secret in (new, old):
        assert Webhook(secret).verify(body, headers)["name"] == "Café"
    for secret, text in ((other, body), (new, body + " ")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(text, headers)


def test_the_time_is_the_attempts_own_wherever_the_shop_is() -> None:
    secret, now = make_secret(), datetime.now(UTC)
    assert signed_headers("msg_1", "{}", secrets=[secret])["webhook-timestamp"] in {
        str(int((now + timedelta(seconds=more)).timestamp())) for more in (0, 1)
    }
