"""What staff see of embeddings among products and pictures, and the button to try again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue import fail

LIST = "admin:catalog_product_changelist"
REASON = "The picture's file is missing from the media folder. Upload the picture again."
EMBEDDED = {"vector": [1.0], "features": [1.0]}


@pytest.fixture
def product(plain_space: EmbeddingSpace, make_product) -> Product:
    """A product with a ready, a waiting and a failed picture."""
    product = make_product("red", "blue", "green", name="Round vase")
    ready, _waiting, failed = ImageEmbedding.objects.order_by("pk")
    set_state(ready, "ready", **EMBEDDED)
    set_state(failed, "failed", error=REASON)
    return product


def set_state(row: ImageEmbedding, state: str, **values: object) -> None:
    ImageEmbedding.objects.filter(pk=row.pk).update(state=state, **values)


def change_page(product: Product) -> str:
    return reverse("admin:catalog_product_change", args=[product.pk])


def retry_address(row: ImageEmbedding) -> str:
    return reverse("admin:embeddings_imageembedding_retry", args=[row.pk])


def test_the_list_counts_pictures_by_state(admin_client: Client, product) -> None:
    page = admin_client.get(reverse(LIST)).content.decode()

    for state, words in (("ready", "1 ready"), ("pending", "1 waiting"), ("failed", "1 failed")):
        assert f'<span class="badge badge-{state}">{words}</span>' in page


def test_only_the_live_space_counts(admin_client: Client, product) -> None:
    other = EmbeddingSpace.objects.create(name="next", recipe="hog", components=[], dimensions=1)
    image = product.images.first()
    ImageEmbedding.objects.create(
        image=image, product_id=image.product_id, space=other, digest=image.sha256, state="failed"
    )

    page = admin_client.get(reverse(LIST)).content.decode()

    assert "1 failed" in page
    assert "2 failed" not in page


def test_a_product_without_pictures_and_one_without_a_space(
    admin_client: Client, make_product
) -> None:
    make_product()
    make_product("red")

    page = admin_client.get(reverse(LIST)).content.decode()

    assert "no picture</span>" in page
    assert "not compared</span>" in page


def test_the_list_is_narrowed_by_state(admin_client: Client, product, make_product) -> None:
    bare, waiting = make_product(), make_product("red")

    def listed(state: str) -> set[Product]:
        page = admin_client.get(reverse(LIST), {"embedding": state})
        return set(page.context["cl"].result_list)

    assert listed("failed") == {product}
    assert listed("ready") == {product}
    assert listed("pending") == {product, waiting}
    assert listed("none") == {bare}


def test_the_product_page_gives_the_reason_and_a_button(admin_client: Client, product) -> None:
    failed = ImageEmbedding.objects.failed().get()

    page = admin_client.get(change_page(product)).content.decode()

    assert page.count('class="badge badge-ready"') == 1
    assert "The picture&#x27;s file is missing from the media folder." in page
    assert page.count('form="retry-form"') == 1
    assert f'formaction="{retry_address(failed)}"' in page
    # A form within the page's form would be cut off by the browser.
    assert page.index('id="retry-form"') > page.index("</form>", page.index('id="product_form"'))


def test_a_picture_that_was_tried_says_how_often(admin_client: Client, product) -> None:
    set_state(ImageEmbedding.objects.pending().get(), "pending", attempts=2, error="Out of memory.")

    assert "Tried 2 of 3 times. Out of memory." in (
        admin_client.get(change_page(product)).content.decode()
    )


def test_the_button_queues_the_picture_again_and_wakes_the_workers(
    admin_client: Client, product, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr("backoffice.embeddings.retrying.wake_workers", lambda: woken.append(1))
    failed = ImageEmbedding.objects.failed().get()

    response = admin_client.post(retry_address(failed), {"next": change_page(product)}, follow=True)

    assert response.redirect_chain == [(change_page(product), 302)]
    assert "in the queue again" in response.content.decode()
    failed.refresh_from_db()
    assert (failed.state, failed.error, failed.attempts) == ("pending", "", 0)
    assert woken == [1]


def test_a_picture_that_has_not_failed_is_left_alone(admin_client: Client, product) -> None:
    ready = ImageEmbedding.objects.ready().get()

    admin_client.post(retry_address(ready))

    ready.refresh_from_db()
    assert ready.state == "ready"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_button_leads_nowhere_else(admin_client: Client, product, elsewhere) -> None:
    failed = ImageEmbedding.objects.failed().get()

    response = admin_client.post(retry_address(failed), {"next": elsewhere})

    assert response["Location"] == change_page(product)


def test_retrying_takes_a_post_and_a_row_that_is_there(admin_client: Client, product) -> None:
    failed = ImageEmbedding.objects.failed().get()
    address = retry_address(failed)

    assert admin_client.get(address).status_code == 405
    failed.delete()
    assert admin_client.post(address).status_code == 404


def test_who_may_only_look_cannot_retry(client: Client, product) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    failed = ImageEmbedding.objects.failed().get()

    page = client.get(change_page(product)).content.decode()

    assert "badge-failed" in page
    assert 'form="retry-form"' not in page
    assert client.post(retry_address(failed)).status_code == 403
    assert ImageEmbedding.objects.failed().count() == 1


def test_nobody_retries_without_logging_in(client: Client, product) -> None:
    response = client.post(retry_address(ImageEmbedding.objects.failed().get()))

    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_a_reason_cannot_carry_markup(admin_client: Client, product) -> None:
    row = ImageEmbedding.objects.pending().get()
    ImageEmbedding.objects.filter(pk=row.pk).update(claim="t")
    fail({row.pk: "<script>alert(1)</script>"}, token="t")

    page = admin_client.get(change_page(product)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
