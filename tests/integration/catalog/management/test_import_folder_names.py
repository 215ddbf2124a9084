"""Names of folders and files, whoever wrote them, become names that a shop shows."""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from catalog.models import Category, Product, ProductImage

pytestmark = pytest.mark.django_db


def import_folder(folder) -> str:
    output = io.StringIO()
    call_command("import_folder", str(folder), "--quiet", stdout=output)
    return output.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        *("IMG_2041", "20260131_120000", "dscn0815", "Fefa13bc-8c4a-4613-ae84-56d379d46984"),
        *("IMG-20260131-WA0001", "_DSC0012", "IMG_E2041", "image (2)", "DJI_0001"),
        *("WhatsApp Image 2026-01-31 at 12.00.00", "Screenshot 2026-01-31 at 9.15.00 PM"),
    ],
)
def test_a_name_that_a_machine_gave_is_not_shown(
    tmp_path: Path, picture: Callable[..., bytes], name
) -> None:
    (tmp_path / "shirts").mkdir()
    (tmp_path / "shirts" / "cafe 2000.jpg").write_bytes(picture("red"))
    (tmp_path / "shirts" / f"{name}.jpg").write_bytes(picture("blue"))
    import_folder(tmp_path)
    names = Product.objects.order_by("pk").values_list("name", "slug")
    assert set(names) - {("Cafe 2000", "cafe-2000")} <= {
        ("Shirts 1", "shirts-1"),
        ("Shirts 2", "shirts-2"),
    }
    assert len(names) == 2


def test_a_name_that_is_no_utf8_is_imported_and_shown_safely(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    folder = tmp_path / os.fsdecode(b"h\xfcte")
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.jpg")).write_bytes(picture("red"))
    (folder / os.fsdecode(b"caf\xe8.jpg")).write_bytes(b"broken")
    (folder / os.fsdecode(b"\x81.txt")).write_text("no picture")
    (folder / "zebra.jpg").write_bytes(picture("teal"))
    said = import_folder(tmp_path)
    assert r"refused: h\xfcte/caf\xe8.jpg: This is not a picture" in said
    assert r"passed over: h\xfcte/\x81.txt:" in said
    said.encode()
    assert sorted(Product.objects.values_list("name", flat=True)) == ["Café", "Zebra"]
    assert Category.objects.get().name == "Hüte"
    assert "0 products added, 2 were there" in import_folder(tmp_path)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
def test_cyrillic_names_in_bytes_of_windows_are_read(
    tmp_path: Path, picture: Callable[..., bytes], encoding: str
) -> None:
    folder = tmp_path / os.fsdecode("Сумки".encode(encoding))
    folder.mkdir()
    (folder / os.fsdecode("синяя сумка.jpg".encode(encoding))).write_bytes(picture("blue"))
    import_folder(tmp_path)
    assert Product.objects.get().name == "Синяя сумка"
    assert Category.objects.get().name == "Сумки"


def test_a_folder_that_comes_back_from_macos_is_the_same(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    for form in ("NFD", "NFC"):
        folder = tmp_path / unicodedata.normalize(form, "Café")
        folder.mkdir()
        for number, colour in enumerate(("red", "blue"), start=1):
            name = unicodedata.normalize(form, f"crème-{number}.jpg")
            (folder / name).write_bytes(picture(colour))
        said = import_folder(tmp_path)
        shutil.rmtree(folder)
    assert "0 products added, 1 were there, 0 pictures refused." in said
    assert Product.objects.get().images.count() == 2


def test_folders_that_differ_in_signs_alone_are_categories_of_their_own(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    signs = ["Herren-Schuhe", "Herren Schuhe", "C", "C--", "T-shirts_new/Red-ones"]
    for number, name in enumerate(signs):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "one.jpg").write_bytes(
            picture(("red", "blue", "gold", "teal")[number % 4])
        )
    import_folder(tmp_path)
    assert set(Category.objects.values_list("name", flat=True)) == {
        *("Herren-Schuhe", "Herren Schuhe", "C", "C--", "T shirts new", "Red ones")
    }
    assert "0 products added, 5 were there" in import_folder(tmp_path)


def test_pictures_that_windows_numbered_show_one_product(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    colours = ["red", "blue", "gold", "teal", "green", "pink"]
    names = ["bag (1)", "bag (2)", "bag (10)", "image (1)", "image (2)", "vase (2024)"]
    for name, colour in zip(names, colours, strict=True):
        (tmp_path / f"{name}.jpg").write_bytes(picture(colour))
    import_folder(tmp_path)
    bag = Product.objects.get(name="Bag")
    assert bag.images.count() == 3
    assert Product.objects.get(name="Vase (2024)").images.count() == 1
    assert Product.objects.count() == 4  # two things of which a machine says nothing


def test_two_names_that_look_the_same_are_told(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    (tmp_path / unicodedata.normalize("NFD", "crème.jpg")).write_bytes(picture("red"))
    (tmp_path / unicodedata.normalize("NFC", "crème.jpg")).write_bytes(picture("blue"))
    said = [import_folder(tmp_path) for _ in range(2)]
    assert all("Another file here is called the same." in each for each in said)
    assert "replaced" not in said[1]
    assert ProductImage.objects.count() == 1


def test_escape_codes_reach_neither_the_terminal_nor_the_shop(
    tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    (tmp_path / "\x1b[31mred\u202evase.jpg").write_bytes(picture("red"))
    (tmp_path / "\x1b]0;title\x07.jpg").write_bytes(b"broken")
    said = import_folder(tmp_path)
    assert r"refused: \x1b]0;title\x07.jpg:" in said
    assert "\x1b" not in said
    assert "\x07" not in said
    assert Product.objects.get().name == "[31mred vase"
