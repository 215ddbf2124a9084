"""The rows of the list of findings, in as many statements for 1 as for 25."""

from __future__ import annotations

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from hygiene.findings.named import Named


class FindingList(ChangeList):
    """What the evidence of its rows names is read for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if request.method == "POST":  # an action, which shows no rows and so reads none
            return
        named = Named.by(finding.evidence for finding in self.result_list)
        for finding in self.result_list:
            finding.named = named
