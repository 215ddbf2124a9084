"""The disk of the pictures is full or read-only, and a file is gone."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import psutil
from django.conf import settings

from catalog.images.storage import picture_storage
from catalog.models import ProductImage
from chaos import processes
from chaos.fault import CannotPlayError, NotSurvivedError, fault
from chaos.shop import Shop
from embeddings.failures import FILE_MISSING

FULL, READ_ONLY = 507, 503


@fault("F15", "the disk takes no file any more")
def disk_full(shop: Shop) -> str:
    web = processes.children(shop.web)
    shop.undo.callback(_limit_files, web, resource.RLIM_INFINITY)
    _limit_files(web, 1_024)
    return _upload_in_vain(shop, FULL)


@fault("F16", "the folder of the pictures is read-only")
def read_only(shop: Shop) -> str:
    folder = Path(settings.MEDIA_ROOT) / "products"
    folder.mkdir(exist_ok=True, parents=True)
    if os.geteuid() == 0:
        _mount_read_only(shop, str(folder))
    else:
        for each in (folder, *folder.iterdir()):
            shop.undo.callback(each.chmod, each.stat().st_mode)
            each.chmod(0o555)
    return _upload_in_vain(shop, READ_ONLY)


@fault("F17", "the file of a picture is gone before it is embedded")
def file_missing(shop: Shop) -> str:
    processes.kill(shop.worker)
    lost, *_ = shop.ledger.send(3).accepted.values()
    picture_storage().delete_picture(str(ProductImage.objects.get(pk=lost).image))
    shop.ledger.may_fail.add(lost)
    shop.mend()
    shop.settle()
    if (error := ProductImage.objects.get(pk=lost).embeddings.get().error) != FILE_MISSING:
        raise NotSurvivedError(f"staff read {error!r}")
    return ""


def _upload_in_vain(shop: Shop, status: int) -> str:
    sent = shop.ledger.send(10)
    if set(sent.refused.values()) != {status} or sent.accepted:
        raise NotSurvivedError(f"{len(sent.accepted)} were taken, {sent.refused}")
    if shop.get("/p/chaos-1/")[0] != 200:
        raise NotSurvivedError("pages cannot be read")
    return f"{len(sent.refused)} uploads were {status}, pages 200"


def _limit_files(web: list[psutil.Process], size: int) -> None:
    """A file of more bytes cannot be written: what a full disk is to a picture, without root."""
    for process in web:
        _, most = process.rlimit(psutil.RLIMIT_FSIZE)
        process.rlimit(psutil.RLIMIT_FSIZE, (size, most))


def _mount_read_only(shop: Shop, folder: str) -> None:
    """Rights mean nothing to root, but a mount does."""
    for options in (["--bind", folder, folder], ["-o", "remount,bind,ro", folder]):
        done = subprocess.run(["mount", *options], capture_output=True, text=True)  # noqa: S607
        if done.returncode:
            raise CannotPlayError(f"root may write anywhere, and {done.stderr.strip()}")
        if "--bind" in options:
            shop.undo.callback(subprocess.run, ["umount", folder], check=True)
