"""Switching engines is a row: shown beforehand, taken up by every process, and back again."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from catalog.models import Product
from embeddings.index import reset_index_state, use_engine, vector_index
from embeddings.index.external.engine import ExternalIndex
from embeddings.index.external.following.models import FollowedSpace, SearchEngine
from embeddings.index.external.following.working import work_on_engines
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.spaces.live import live_space
from monitoring.checks.run import run_checks
from recommendations.similar import similar_products

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> str:
    told = StringIO()
    call_command("vector_index", *arguments, stdout=told)
    return told.getvalue()


def test_an_engine_is_filled_compared_activated_and_left_again(random_catalogue, store) -> None:
    catalogue = random_catalogue(40)
    listed = run("list").splitlines()
    assert {"pgvector: answers", "numpy: not followed", "tested: not followed"} <= {*listed}
    for verb in ("overlap", "activate"):
        with pytest.raises(CommandError, match="does not hold all of random yet"):
            run(verb, "tested")
    assert run("fill", "tested") == "random: full, 80 pictures\n"
    assert run("check", "tested").startswith("random: 80 compared")
    assert "overlap@12 of tested with pgvector on random: 1.000 over" in run("overlap", "tested")
    assert isinstance(vector_index(), PgvectorIndex)
    assert run("activate", "tested", "--queries", "5").endswith("tested answers.\n")
    live_space()  # as every request does
    assert isinstance(vector_index(), ExternalIndex)
    assert "tested: answers\n    random: full, 0 changes wait; compared: 80 compared" in run("list")
    with pytest.raises(CommandError, match="tested answers; activate another one first"):
        run("retire", "tested")
    run("activate", "pgvector")
    live_space()
    assert isinstance(vector_index(), PgvectorIndex)
    assert store.holds(catalogue.space), "the way back stays open"
    assert "is retired, and is empty" in run("retire", "tested")
    assert not store.rooms
    assert not SearchEngine.objects.filter(name="tested").exists()


def test_odd_names_are_refused_in_a_sentence(random_catalogue, store) -> None:
    for verb in ("fill", "check", "overlap", "activate", "retire"):
        with pytest.raises(CommandError, match=r"There is no engine 'none'; there are: .*numpy, "):
            run(verb, "none")
    for verb in ("fill", "check"):
        with pytest.raises(CommandError, match="nothing to fill"):
            run(verb, "pgvector")
    with pytest.raises(CommandError, match="holds no space"):
        run("check", "tested")
    with pytest.raises(CommandError, match="not followed"):
        run("retire", "tested")
    store.away = True
    random_catalogue(10)
    with pytest.raises(CommandError, match="switched off"):
        run("fill", "tested")
    assert not SearchEngine.objects.exists()


def test_an_engine_that_does_not_come_back_is_forgotten(random_catalogue, store) -> None:
    random_catalogue(10)
    run("fill", "tested")
    store.away = True
    assert "retire tested --lost" in run("retire", "tested")
    assert "tested: retired" in run("list")
    assert "what it holds stays there" in run("retire", "tested", "--lost")
    assert "tested: not followed" in run("list")
    assert not FollowedSpace.objects.exists()


@pytest.mark.parametrize("queries", ["0", "-5", "many"])
def test_as_many_queries_as_there_cannot_be_are_refused(db, queries: str) -> None:
    with pytest.raises(CommandError, match="is no whole number of 1 or more"):
        run("overlap", "pgvector", f"--queries={queries}")


@override_settings(VITRINE_VECTOR_INDEX="tested")
def test_the_setting_is_enough_to_have_an_engine_followed(random_catalogue, store) -> None:
    catalogue = random_catalogue(10)
    reset_index_state()
    assert isinstance(vector_index(), ExternalIndex)
    work_on_engines(seconds=10)
    assert store.holds(catalogue.space)
    assert FollowedSpace.objects.get().filled_at


def test_what_cannot_be_made_in_a_process_is_stood_in_for(db, monkeypatch, caplog) -> None:
    from embeddings.index_conf import STORES

    monkeypatch.setitem(STORES, "broken", "nowhere.at.all")
    SearchEngine.objects.create(name="broken", state="live")
    assert isinstance(vector_index(), PgvectorIndex)
    assert "broken cannot be made here" in caplog.text
    work_on_engines(seconds=1)
    assert "nowhere" in SearchEngine.objects.get().troubles


def test_troubles_and_lag_stand_on_readyz_and_metrics(store_shop, client: Client) -> None:
    shop = store_shop(10)
    work_on_engines(seconds=5)
    assert run_checks()["engines"] == {"ok": True, "live": "pgvector"}
    shop.store.away = True
    Product.objects.update(stock=3)
    work_on_engines(seconds=5)
    found = run_checks()["engines"]
    assert found["message"] == "tested: The store was switched off."
    text = client.get("/metrics").content.decode()
    assert 'vitrine_engine_waiting_changes{engine="tested",space="random"} 20.0' in text
    assert 'vitrine_engine_troubles{engine="tested"} 1.0' in text
    assert 'vitrine_engine_live{engine="tested"} 0.0' in text


@override_settings(VITRINE_INDEX_SCAN_AT_MOST=0)
def test_a_page_and_the_api_say_that_something_may_be_missing(store_shop, client: Client) -> None:
    shop = store_shop(300)  # more than the pool of candidates
    product = Product.objects.get(sku="S0")
    page = reverse("shop:product", args=[product.slug])
    similar = f"/api/v1/products/{product.slug}/similar/"
    assert client.get(similar).json()["complete"] is True
    assert similar_products(product).complete
    shop.store.in_part = True
    response = client.get(similar)
    assert response["Cache-Control"] == "no-store", "no CDN keeps it"
    answer = response.json()
    assert answer["complete"] is False
    assert answer["results"]
    assert "Some look-alikes may be missing" in client.get(page).content.decode()
    shop.store.away = True
    assert client.get(similar).json()["complete"] is False
    assert client.get(page).status_code == 200
    use_engine(PgvectorIndex())
    assert "may be missing" not in client.get(page).content.decode()
