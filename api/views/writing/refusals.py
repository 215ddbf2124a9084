"""What the catalogue says to a machine's write, as the API says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from api.refused import CallRefusedError
from catalog.imports.problems import Problem
from catalog.products.machines.errors import (
    OrderRefusedError,
    PictureMissingError,
    ProductInUseError,
    ProductMissingError,
    ProductRefusedError,
    VersionMismatchError,
)
from infra.fetch.errors import FetchRefusedError
from infra.files.atomic import StorageUnavailableError

MAX_MESSAGE = 400


@contextmanager
def answering() -> Iterator[None]:
    """Turn refusals of the catalogue into answers."""
    try:
        yield
    except ProductMissingError:
        raise CallRefusedError(404, "not_found", _("No product has this SKU.")) from None
    except VersionMismatchError:
        sentence = _("The product is not as If-Match or If-None-Match has it: read it again.")
        raise CallRefusedError(412, "version_mismatch", sentence) from None
    except ProductInUseError:
        sentence = _("Something else in the shop rests on this product.")
        raise CallRefusedError(409, "in_use", sentence) from None
    except PictureMissingError:
        raise CallRefusedError(404, "not_found", _("The product has no such picture.")) from None
    except OrderRefusedError:
        sentence = _("Name each of the product's pictures once.")
        errors = [{"field": "order", "code": "invalid", "message": str(sentence)}]
        raise CallRefusedError(400, "invalid", sentence, errors=errors) from None
    except FetchRefusedError as refusal:
        errors = [{"field": "url", "code": refusal.code, "message": str(refusal)[:MAX_MESSAGE]}]
        raise CallRefusedError(400, "invalid", str(refusal), errors=errors) from None
    except StorageUnavailableError as error:
        status = 507 if error.code == "full" else 503
        raise CallRefusedError(status, "unavailable", str(error)) from None
    except ProductRefusedError as refusal:
        sentence = _("The product may not enter as it is.")
        errors = faults(refusal.problems)
        raise CallRefusedError(400, "invalid", sentence, errors=errors) from None


def faults(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [
        {"field": each.column, "code": each.code, "message": each.reason[:MAX_MESSAGE]}
        for each in problems
    ]
