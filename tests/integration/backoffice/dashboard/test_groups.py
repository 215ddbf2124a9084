"""Lists and pages of the admin stand in groups, and nobody sees what they may not open."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy

from backoffice.dashboard import grouping
from backoffice.dashboard.groups import GROUPS, Group, Page

pytestmark = pytest.mark.django_db


def headings(html: str) -> list[str]:
    return re.findall(r"<caption>(.*?)</caption>", html)


def test_the_first_page_and_the_side_bar_are_in_the_order_of_the_work(admin_client) -> None:
    words = ["Catalogue", "Import", "Similarity", "Merchandising", "System"]
    index = admin_client.get(reverse("admin:index")).content.decode()
    assert headings(index) == words
    assert index.index("/catalog/product/") < index.index("/catalog/category/")
    beside = admin_client.get(reverse("admin:catalog_product_changelist")).content.decode()
    assert headings(beside.partition('id="nav-sidebar"')[2])[:5] == words


def test_every_line_names_a_model_that_there_is_or_a_page_that_resolves() -> None:
    for member in (member for group in GROUPS for member in group.members):
        if isinstance(member, Page):
            assert reverse(member.address)
        else:
            assert admin.site.is_registered(apps.get_model(member)), member


def test_what_stands_in_no_group_comes_last(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(grouping, "GROUPS", GROUPS[:-1])
    index = admin_client.get(reverse("admin:index")).content.decode()
    assert headings(index)[-1] == "Other"
    assert reverse("admin:auth_user_changelist") in index


def test_a_page_is_listed_for_those_who_may_open_it(django_user_model, monkeypatch) -> None:
    page = Page(
        words=gettext_lazy("Users"),
        address="admin:auth_user_changelist",
        permission="auth.view_group",
    )
    group = Group(key="pages", words=gettext_lazy("Pages"), members=(page,))
    monkeypatch.setattr(grouping, "GROUPS", (group,))
    plain = django_user_model.objects.create_user("plain", is_staff=True)
    head = django_user_model.objects.create_superuser("head")
    assert grouping.group_rows([], plain) == []
    (shown,) = grouping.group_rows([], head)
    assert [row["admin_url"] for row in shown["rows"]] == [reverse("admin:auth_user_changelist")]
