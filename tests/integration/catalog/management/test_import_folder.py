"""A folder becomes a catalogue; what is refused is listed, and repeating adds nothing."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Category, Product, ProductImage
from tests.conftest import draw, encode

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
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


def test_sub_folders_are_categories_and_pictures_products(folder):
    said = import_folder(folder)
    assert "3 products added, 0 were there, 1 pictures refused." in said
    assert "refused: home/broken.png:" in said
    vases = Category.objects.get(name="Vases")
    assert vases.parent.name == "Home"
    assert sorted(vases.products.values_list("name", flat=True)) == ["Round", "Tall"]
    assert Product.objects.get(name="Tall").images.count() == 2
    assert Product.objects.filter(category__name="Rugs & more").count() == 1


def test_repeating_adds_only_what_is_new(folder, picture):
    import_folder(folder)
    Product.objects.filter(name="Tall").update(name="Renamed by staff")
    (folder / "home" / "vases" / "new.jpg").write_bytes(picture("pink"))
    assert "1 products added, 3 were there" in import_folder(folder)
    assert Product.objects.filter(name="Renamed by staff").exists()
    assert ProductImage.objects.count() == 5


def test_without_pictures_there_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="no pictures"):
        import_folder(tmp_path)
    with pytest.raises(CommandError, match="no folder"):
        import_folder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "name", ["IMG_2041", "20260131_120000", "dscn0815", "Fefa13bc-8c4a-4613-ae84-56d379d46984"]
)
def test_a_name_that_a_machine_gave_is_not_shown(tmp_path, picture, name):
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
