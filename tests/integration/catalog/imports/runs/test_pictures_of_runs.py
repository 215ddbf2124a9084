"""Pictures that a file names: brought once, replaced when they change, at no product's cost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from catalog.imports import runs
from catalog.imports.pictures import archive_index
from catalog.imports.runs import applying
from catalog.imports.runs.files import index_of
from catalog.imports.runs.queue.lease import Lease
from catalog.imports.runs.working import work
from catalog.imports.zip_directory import Directory, find_directory
from catalog.models import Product, ProductImage
from tests.factories import PictureFactory, ProductFactory
from tests.pictures import draw, encode
from tests.scripted_server import ScriptedServer, reply

pytestmark = pytest.mark.django_db(transaction=True)

FILE = "sku,name,category,pictures,picture descriptions\nA-1,Vase,Vases,{},{}\n"


def archive(**files: bytes) -> io.BytesIO:
    """A ZIP of pictures: archive(red=bytes) has red.jpg."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in files.items():
            packed.writestr(f"{name}.jpg", data)
    file.seek(0)
    return file


def jpeg(colour: str, shape: str = "ellipse") -> bytes:
    return encode(draw(colour, shape=shape))


def alts() -> list[str]:
    return [image.alt for image in Product.objects.get().images.all()]


def test_pictures_come_in_order_with_their_descriptions(imported) -> None:
    pictures = archive(red=jpeg("red"), blue=jpeg("blue", "rectangle"))
    run = imported(FILE.format("blue.jpg|red.jpg", "Blue|Red"), pictures=pictures)
    assert alts() == ["Blue", "Red"]
    assert run.counts["pictures_added"] == 2
    again = archive(red=jpeg("red"), blue=jpeg("blue", "rectangle"))
    before = list(ProductImage.objects.order_by("pk").values())
    run = imported(FILE.format("blue.jpg|red.jpg", "Blue|Red"), pictures=again)
    assert run.counts.get("unchanged") == 1
    assert list(ProductImage.objects.order_by("pk").values()) == before


def test_the_names_in_a_zip_are_looked_through_once(started, finish, monkeypatch) -> None:
    looked = []

    def count(file: BinaryIO) -> Directory:
        looked.append(file)
        return find_directory(file)

    monkeypatch.setattr(archive_index, "find_directory", count)
    monkeypatch.setattr(applying, "PICTURES", 1)
    monkeypatch.setattr(Lease, "begin_anew", lambda self, *, seconds: None)
    lines = "".join(f"A-{number},Vase {number},Vases,{number}.jpg\n" for number in range(3))
    files = {str(number): jpeg(colour) for number, colour in enumerate(("red", "blue", "green"))}
    run = started(f"sku,name,category,pictures\n{lines}", pictures=archive(**files))
    runs.check(run)
    finish(run)
    runs.apply(run)
    slices = 0
    while work(token="t", seconds=0):
        slices += 1
        run.refresh_from_db()
        assert index_of(run.pk).exists() == (run.state == run.State.APPLYING)
    assert slices > 3
    assert ProductImage.objects.count() == 3
    assert len(looked) == 1


def test_order_and_words_follow_the_file(imported) -> None:
    files = {"red": jpeg("red"), "blue": jpeg("blue", "rectangle")}
    imported(FILE.format("blue.jpg|red.jpg", "Blue|Red"), pictures=archive(**files))
    run = imported(FILE.format("red.jpg|blue.jpg", "Red|Navy"), pictures=archive(**files))
    assert alts() == ["Red", "Navy"]
    assert run.counts["changed"] == 1
    assert ProductImage.objects.count() == 2


def test_changed_picture_replaces_and_one_that_left_goes(imported) -> None:
    files = {"red": jpeg("red"), "blue": jpeg("blue", "rectangle")}
    imported(FILE.format("blue.jpg|red.jpg", "Blue|Red"), pictures=archive(**files))
    mine = PictureFactory.create(product=Product.objects.get(), colour="gold", alt="Mine")
    first = Product.objects.get().images.get(alt="Blue")
    files["blue"] = jpeg("navy")
    run = imported(FILE.format("blue.jpg", "Blue"), pictures=archive(**files))
    assert alts() == ["Blue", "Mine"]
    now = ProductImage.objects.get(pk=first.pk)
    assert now.sha256 != first.sha256
    assert ProductImage.objects.filter(pk=mine.pk).exists()
    assert (run.counts["pictures_replaced"], run.counts["pictures_removed"]) == (1, 1)


def test_bad_picture_costs_neither_product_nor_good_ones(imported) -> None:
    pictures = archive(red=jpeg("red"), bad=jpeg("blue")[:400])
    run = imported(FILE.format("bad.jpg|red.jpg|none.jpg", "Bad|Red|None"), pictures=pictures)
    assert alts() == ["Red"]
    row = run.rows.get()
    assert row.outcome == "new"
    assert row.is_applied
    assert [(each["column"], each["value"]) for each in row.problems] == [
        ("pictures", "bad.jpg"),
        ("pictures", "none.jpg"),
    ]
    assert all(each["reason"] for each in row.problems)
    assert run.counts["pictures_refused"] == 2


def test_pictures_stay_where_their_successors_cannot_be_had(imported) -> None:
    imported(FILE.format("red.jpg", "Red"), pictures=archive(red=jpeg("red")))
    run = imported(FILE.format("none.jpg", "None"), pictures=archive(red=jpeg("red")))
    assert alts() == ["Red"]
    assert run.rows.get().notices


def test_empty_cell_takes_all_pictures(imported) -> None:
    imported(FILE.format("red.jpg", "Red"), pictures=archive(red=jpeg("red")))
    imported("sku,pictures\nA-1,\n")
    assert alts() == []


def test_what_staff_deleted_does_not_come_back(imported) -> None:
    imported(FILE.format("red.jpg", "Red"), pictures=archive(red=jpeg("red")))
    ProductImage.objects.get().delete()
    imported(FILE.format("red.jpg", "Red"), pictures=archive(red=jpeg("red")))
    assert alts() == []


def test_by_address_only_what_changed_is_fetched_again(imported, settings) -> None:
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        server.answers["/red.jpg"] = reply(jpeg("red"))
        imported(FILE.format(server.url("/red.jpg"), "Red"))
        run = imported(FILE.format(server.url("/red.jpg"), "Red"))
        assert run.counts["unchanged"] == 1
        server.answers["/red.jpg"] = reply(jpeg("blue", "rectangle"))
        run = imported(FILE.format(server.url("/red.jpg"), "Red"))
        assert run.counts["pictures_replaced"] == 1
    assert ProductImage.objects.count() == 1


def test_one_picture_of_several_products_is_asked_for_once(imported, settings) -> None:
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        server.answers["/red.jpg"] = reply(jpeg("red"))
        url = server.url("/red.jpg")
        imported(
            f"sku,name,category,pictures\nA-1,Vase,X,{url}\nA-2,Vase,X,{url}\n",
        )
        assert len(server.asked) == 1
    assert ProductImage.objects.count() == 2


def test_files_are_private(imported, settings) -> None:
    run = imported(FILE.format("red.jpg", "Red"), pictures=archive(red=jpeg("red")))
    path = Path(run.file)
    assert settings.VITRINE_DATA in path.parents
    assert Path(settings.MEDIA_ROOT) not in path.parents
    assert path.stat().st_mode & 0o077 == 0
    assert runs.preview(run).header == (
        "sku",
        "name",
        "category",
        "pictures",
        "picture descriptions",
    )


def test_a_picture_that_staff_uploaded_before_is_not_doubled(imported) -> None:
    product = ProductFactory.create(sku="A-1")
    PictureFactory.create(product=product, colour="red")
    same = encode(draw("red"), quality=92)
    run = imported(FILE.format("red.jpg", "Red"), pictures=archive(red=same))
    assert alts() == ["Red"]
    assert "pictures_added" not in run.counts


def test_a_name_too_long_for_any_index_is_refused(imported) -> None:
    run = imported(FILE.format("ж" * 1_500 + ".jpg", ""))
    assert [each["code"] for each in run.rows.get().problems] == ["too_long"]


def test_what_another_product_has_from_there_is_not_fetched_again(imported, settings) -> None:
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        url = server.url("/chart.jpg")
        server.answers["/chart.jpg"] = reply(jpeg("red"), etag='"1"')
        imported(f"sku,name,category,pictures\nA-1,Vase,X,{url}\n")
        server.answers["/chart.jpg"] = reply(b"", status=304, etag='"1"')
        run = imported(f"sku,name,category,pictures\nA-2,Vase,X,{url}\n")
        assert run.counts["pictures_added"] == 1, run.rows.get().problems
        server.answers["/chart.jpg"] = reply(jpeg("blue"), etag='"2"')
        imported(f"sku,name,category,pictures\nA-3,Vase,X,{url}\n")
    first, second, third = (each.sha256 for each in ProductImage.objects.order_by("product__sku"))
    assert first == second != third
