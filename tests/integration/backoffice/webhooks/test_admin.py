"""Staff keep webhooks: addresses, secrets, tests, and messages sent once more."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from catalog.models import Change
from tests.factories import EndpointFactory, StaffFactory
from webhooks.models import Attempt, Endpoint, Message
from webhooks.outbox.sending_anew import send_test

pytestmark = pytest.mark.django_db

ADD = reverse("admin:webhooks_endpoint_add")
FORM = {
    **{"address": "https://receiver.example/hook", "description": "Warehouse"},
    **{"events": ["stock.changed", "product.changed"]},
}


def page_of(name: str, thing: Any) -> str:
    return reverse(f"admin:webhooks_{name}", args=[thing.pk])


def test_a_webhook_is_kept_with_a_secret_that_no_history_holds(admin_client: Client) -> None:
    assert admin_client.post(ADD, FORM).status_code == 302
    endpoint = Endpoint.objects.get()
    assert sorted(endpoint.events) == ["product.changed", "stock.changed"]
    assert endpoint.secret.startswith("whsec_")
    assert endpoint.secret not in str(
        list(Change.objects.values()) + list(LogEntry.objects.values())
    )
    assert endpoint.secret not in admin_client.get(page_of("endpoint_change", endpoint)).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "ftp://receiver.example/"),
        ("address", "https://receiver.example:6379/"),
        ("address", "https://user:password@receiver.example/"),
        ("events", []),
        ("events", ["shop.burnt"]),
    ],
)
def test_nonsense_is_refused_beside_its_field(admin_client: Client, field, value) -> None:
    page = admin_client.post(ADD, {**FORM, field: value})
    assert field in page.context["adminform"].form.errors
    assert not Endpoint.objects.exists()


def test_the_secret_is_shown_to_those_who_may_and_that_is_noted(client: Client) -> None:
    endpoint = EndpointFactory.create()
    may, may_not = ["change_endpoint", "reveal_endpoint"], ["change_endpoint"]
    client.force_login(StaffFactory.create(permissions=may))
    page = client.post(page_of("endpoint_secret", endpoint))
    assert endpoint.secret in page.text
    assert "no-store" in page["Cache-Control"]
    assert "The secret was shown." in LogEntry.objects.get().change_message
    client.force_login(StaffFactory.create(username="other", permissions=may_not))
    assert client.post(page_of("endpoint_secret", endpoint)).status_code == 403
    assert client.post(page_of("endpoint_new_secret", endpoint)).status_code == 403


def test_a_new_secret_leaves_the_old_one_good(admin_client: Client) -> None:
    endpoint = EndpointFactory.create()
    admin_client.post(page_of("endpoint_new_secret", endpoint))
    old = endpoint.secret
    endpoint.refresh_from_db()
    assert endpoint.secret != old == endpoint.old_secret


def test_a_test_is_sent_unless_nothing_is(admin_client: Client) -> None:
    endpoint = EndpointFactory.create()
    admin_client.post(page_of("endpoint_test", endpoint))
    assert [message.event for message in endpoint.messages.all()] == ["test"]
    Endpoint.objects.update(is_paused=True)
    page = admin_client.post(page_of("endpoint_test", endpoint), follow=True)
    assert "is paused; let it go on" in page.text
    assert endpoint.messages.count() == 1


def test_a_message_tells_what_was_answered_and_is_sent_once_more(admin_client: Client) -> None:
    message = send_test(EndpointFactory.create())
    Message.objects.update(state="given_up", attempts=11)
    Attempt.objects.create(message=message, seconds=0.2, status=500, answer="<b>oh no</b>")
    page = admin_client.get(page_of("message_change", message)).text
    assert "&lt;b&gt;oh no&lt;/b&gt;" in page
    assert "500" in page
    sent = {"action": "replay_selected", "_selected_action": [message.pk]}
    after = admin_client.post(reverse("admin:webhooks_message_changelist"), sent, follow=True)
    assert "1 message is sent once more." in after.text
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)


def test_a_webhook_that_was_given_up_stands_on_the_dashboard_until_it_goes_on(
    admin_client: Client,
) -> None:
    endpoint = EndpointFactory.create(
        is_paused=True, paused_because="failing", failures=9, description="Warehouse"
    )
    told = "is paused: it has taken nothing for days"
    assert told in " ".join(admin_client.get(reverse("admin:index")).text.split())
    admin_client.post(page_of("endpoint_change", endpoint), FORM)
    endpoint.refresh_from_db()
    assert (endpoint.is_paused, endpoint.paused_because, endpoint.failures) == (False, "", 0)
    assert told not in " ".join(admin_client.get(reverse("admin:index")).text.split())
