"""The form of a webhook: an address that may be sent to, and what it is told of."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.editing.form import SharedForm
from infra.fetch.addresses import parse_address
from infra.fetch.errors import FetchRefusedError
from webhooks.conf import conf
from webhooks.events import Event


class EndpointForm(SharedForm):
    """Whether its server is on the public internet is found out when something is sent."""

    events = forms.MultipleChoiceField(
        label=_("Is told when"), choices=Event.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            parse_address(address, ports=conf.WEBHOOK_PORTS)
        except FetchRefusedError as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return address
