"""A folder becomes a catalogue; what is refused is listed, and repeating adds nothing."""

from __future__ import annotations

import io
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from catalog.models import Category, ImportedPicture, Product, ProductImage
from tests.pictures import draw, encode

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path):
    for name, colour in [
        ("home/vases/tall-1", "red"),
        ("home/vases/tall-2", "teal"),
        ("home/vases/round", "gold"),
        ("Rugs & more/花", "blue"),
        (".hidden/secret", "black"),
    ]:
        path = tmp_path / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode(draw(colour)))
    (tmp_path / "home" / "broken.png").write_bytes(b"no picture")
    (tmp_path / "home" / "notes.txt").write_text("not for sale")
    (tmp_path / "link").symlink_to(tmp_path / "home")
    return tmp_path


def import_folder(folder) -> str:
    output = io.StringIO()
    call_command("import_folder", str(folder), "--quiet", stdout=output)
    return output.getvalue()


def test_sub_folders_are_categories_and_pictures_products(folder) -> None:
    said = import_folder(folder)
    assert "3 products added, 0 were there, 1 pictures refused." in said
    assert "refused: home/broken.png:" in said
    vases = Category.objects.get(name="Vases")
    assert vases.parent.name == "Home"
    assert sorted(vases.products.values_list("name", flat=True)) == ["Round", "Tall"]
    assert Product.objects.get(name="Tall").images.count() == 2
    assert Product.objects.filter(category__name="Rugs & more").count() == 1


def test_repeating_adds_only_what_is_new(folder, picture: Callable[..., bytes]) -> None:
    import_folder(folder)
    Product.objects.filter(name="Tall").update(name="Renamed by staff")
    (folder / "home" / "vases" / "new.jpg").write_bytes(picture("pink"))
    assert "1 products added, 3 were there" in import_folder(folder)
    assert Product.objects.filter(name="Renamed by staff").exists()
    assert ProductImage.objects.count() == 5


def test_without_pictures_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no pictures"):
        import_folder(tmp_path)
    with pytest.raises(CommandError, match="no folder"):
        import_folder(tmp_path / "nowhere")


def test_pipes_sockets_and_links_are_passed_over_and_named(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    (tmp_path / "vase.jpg").write_bytes(picture("red"))
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "vase.jpg")
    (tmp_path / "ring").symlink_to(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket.jpg"))
        said = import_folder(tmp_path)
    assert "1 products added, 0 were there, 0 pictures refused. 4 other files" in said
    for name in ("pipe.jpg", "socket.jpg", "link.jpg", "ring"):
        assert f"passed over: {name}: This is a" in said


@pytest.fixture
def deep_folder(tmp_path: Path):
    """1,500 folders in each other; Python's own rmtree, with which pytest tidies up, overflows."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    yield tmp_path
    subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)


def test_1500_nested_folders_are_walked_to_a_depth(
    deep_folder, picture: Callable[..., bytes]
) -> None:
    (deep_folder / "vase.jpg").write_bytes(picture("red"))
    said = import_folder(deep_folder)
    assert "1 products added" in said
    assert "The folder lies more than 32 folders deep." in said


def test_pictures_are_known_by_their_content_and_others_are_named(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    jpeg = picture("red")
    for name in ("windows.jfif", "noending", "UPPER.JPEG", "odd.data"):
        (tmp_path / name).write_bytes(jpeg)
    (tmp_path / "scan.tif").write_bytes(b"II*\0" + bytes(50))
    (tmp_path / "list.csv").write_text("no picture")
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    said = import_folder(tmp_path)
    assert "4 products added, 0 were there, 1 pictures refused. 1 other files" in said
    assert "refused: scan.tif: This is a TIFF" in said
    assert "passed over: list.csv: This is not a picture" in said
    assert "Thumbs.db" not in said


def test_heic_is_imported(tmp_path: Path, photo_heic) -> None:
    (tmp_path / "phone.heic").write_bytes(photo_heic)
    assert "1 products added" in import_folder(tmp_path)


@pytest.fixture
def photo_heic() -> bytes:
    pillow_heif.register_heif_opener()
    return encode(draw("red"), "HEIF")


def test_categories_are_told_apart_by_name_and_parent(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    folders = ["C", "C++", "C#", "Herren/Schuhe", "Herren-Schuhe", "Сумки 2024", "Обувь 2024"]
    for number, name in enumerate(folders):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / f"item {number} x.jpg").write_bytes(picture("red"))
    import_folder(tmp_path)
    assert {product.category.name for product in Product.objects.all()} == {
        *("C", "C++", "C#", "Schuhe", "Herren Schuhe", "Сумки 2024", "Обувь 2024")
    }
    assert Category.objects.count() == len(folders) + 1
    import_folder(tmp_path)
    assert Category.objects.count() == len(folders) + 1


def test_importing_again_takes_new_and_changed_pictures(
    folder, picture: Callable[..., bytes]
) -> None:
    import_folder(folder)
    tall = Product.objects.get(name="Tall")
    first, second = tall.images.all()
    (folder / "home" / "vases" / "tall-3.jpg").write_bytes(picture("pink"))
    (folder / "home" / "vases" / "tall-1.jpg").write_bytes(picture("black", shape="rectangle"))
    said = import_folder(folder)
    assert "0 products added, 3 were there, 1 pictures refused." in said
    assert "1 pictures are new and 1 were replaced." in said
    changed, same, _ = tall.images.all()
    assert (changed.pk, same.pk) == (first.pk, second.pk)
    assert changed.sha256 != first.sha256
    assert same.sha256 == second.sha256
    assert "are new" not in import_folder(folder)


def test_a_picture_that_staff_deleted_does_not_come_back(folder) -> None:
    import_folder(folder)
    ProductImage.objects.filter(product__name="Tall").first().delete()
    assert "are new" not in import_folder(folder)
    assert Product.objects.get(name="Tall").images.count() == 1


def test_pictures_imported_before_notes_were_taken_are_recognised(folder) -> None:
    import_folder(folder)
    ImportedPicture.objects.all().delete()
    assert "are new" not in import_folder(folder)
    assert ProductImage.objects.count() == 4
    assert ImportedPicture.objects.count() == 4


def test_another_folder_with_the_same_names_is_another_suppliers(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    for supplier, colour in (("one", "red"), ("two", "blue")):
        (tmp_path / supplier / "vases").mkdir(parents=True)
        (tmp_path / supplier / "vases" / "tall.jpg").write_bytes(picture(colour))
    assert "1 products added" in import_folder(tmp_path / "one")
    assert "1 products added" in import_folder(tmp_path / "two")
    assert "0 products added, 1 were there" in import_folder(tmp_path / "two")
    (tmp_path / "one").rename(tmp_path / "moved")
    assert "0 products added, 1 were there" in import_folder(tmp_path / "moved")


def test_blank_pictures_are_taken_and_named(tmp_path: Path, picture: Callable[..., bytes]) -> None:
    (tmp_path / "Mugs").mkdir()
    (tmp_path / "Mugs" / "red.jpg").write_bytes(picture("red"))
    (tmp_path / "Mugs" / "white.png").write_bytes(
        encode(Image.new("RGB", (99, 99), "white"), "PNG")
    )
    told = import_folder(tmp_path)
    assert "blank, shown but not compared: Mugs/white.png" in told
    assert "red.jpg" not in told
    assert ProductImage.objects.get(set_aside="blank").product.sku
