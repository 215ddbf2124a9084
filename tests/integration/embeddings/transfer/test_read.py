"""Files that are not what they say are refused before any number of theirs is read."""

from __future__ import annotations

import io
import json
import pickle
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from embeddings.models import EmbeddingSpace
from embeddings.transfer import TransferRefusedError, import_vectors
from tests.integration.embeddings.transfer.conftest import (
    edit_manifest,
    load_array,
    save_array,
)

pytestmark = pytest.mark.django_db


class Payload:
    """Runs code when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("the file was unpickled",))


def refuse(path, match: str) -> None:
    with pytest.raises(TransferRefusedError, match=match) as refused:
        import_vectors(path)
    assert "\n" not in str(refused.value)


def header(descr: object, shape: tuple[int, ...], *, fortran_order: bool = False) -> bytes:
    file = io.BytesIO()
    values = {"descr": descr, "fortran_order": fortran_order, "shape": shape}
    np.lib.format.write_array_header_1_0(file, values)
    return file.getvalue()


def test_no_such_file(plain_space: EmbeddingSpace, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        import_vectors(tmp_path / "nothing.npz")


@pytest.mark.parametrize("data", [b"", b"PK", b"\x89PNG" * 100, pickle.dumps(Payload())])
def test_no_zip_file(plain_space: EmbeddingSpace, tmp_path: Path, data) -> None:
    path = tmp_path / "odd.npz"
    path.write_bytes(data)
    refuse(path, "^The file is damaged or incomplete.$")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_file(tampered, kept) -> None:
    path = tampered()
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    refuse(path, "damaged or incomplete")


@pytest.mark.parametrize("missing", [1, 100, 10_000])
def test_a_file_without_its_beginning(tampered, missing) -> None:
    path = tampered()
    path.write_bytes(path.read_bytes()[missing:])
    refuse(path, "damaged or incomplete")


def test_a_sound_file_passes(tampered) -> None:
    assert import_vectors(tampered()).unknown == 5


def test_a_flipped_bit_anywhere_is_noticed(tampered) -> None:
    path = tampered()
    data = path.read_bytes()
    for place in range(0, len(data), len(data) // 200):
        damaged = bytearray(data)
        damaged[place] ^= 0x04
        path.write_bytes(damaged)
        try:
            import_vectors(path, dry_run=True)
        except TransferRefusedError:
            continue
        # ZIP says some things twice, and nobody reads its dates.
        with zipfile.ZipFile(io.BytesIO(data)) as one, zipfile.ZipFile(path) as other:
            assert [one.read(n) for n in one.namelist()] == [other.read(n) for n in one.namelist()]


def test_a_foreign_npz(plain_space: EmbeddingSpace, tmp_path: Path) -> None:
    np.savez(tmp_path / "foreign.npz", vectors=np.ones((2, 3)))
    refuse(tmp_path / "foreign.npz", "holds no manifest.json; it was not exported by a shop")


def test_compression_which_could_hide_a_bomb(tampered) -> None:
    refuse(
        tampered(compression=zipfile.ZIP_DEFLATED),
        "'manifest.json' in the file is compressed",
    )


def test_a_size_that_the_file_does_not_have(tampered) -> None:
    path = tampered()
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("vectors.npy").file_size
    huge = (1 << 30).to_bytes(4, "little")
    path.write_bytes(data.replace(size.to_bytes(4, "little"), huge))
    refuse(path, "'vectors.npy' in the file is damaged or incomplete")


def test_members_that_do_not_belong_or_are_missing(tampered) -> None:
    path = tampered(lambda members: members.update({"../evil.sh": b""}))
    refuse(path, r"The file holds \.\./evil.sh, digests.npy, .*; by its manifest it must hold dig")
    refuse(
        tampered(lambda members: members.pop("features.npy")),
        "The file holds digests.npy, manifest.json, vectors.npy; by its manifest",
    )


def test_a_member_twice(tampered) -> None:
    path = tampered()
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("vectors.npy", archive.read("vectors.npy"))
    refuse(path, "The file holds .*vectors.npy, vectors.npy; by its manifest it must hold")


@pytest.mark.parametrize("kind", ["object", "<f4", "<f8", "<i2", ">f2", "S2"])
def test_other_numbers_than_float16(tampered, kind) -> None:
    def change(members):
        array = load_array(members, "vectors")
        file = io.BytesIO()
        if kind == "object":
            array = np.full(array.shape, Payload(), dtype=object)
        np.save(file, array.astype(kind), allow_pickle=True)
        members["vectors.npy"] = file.getvalue()

    refuse(tampered(change), "vectors.npy in the file holds .*; it must hold float16")


@pytest.mark.parametrize(
    ("shape", "fortran_order"), [((5, 9), False), ((10**12, 2058), False), ((5, 2058), True)]
)
def test_another_shape_than_the_manifest_says(tampered, shape, fortran_order) -> None:
    def change(members):
        members["vectors.npy"] = header("<f2", shape, fortran_order=fortran_order)

    refuse(tampered(change), r"vectors.npy in the file has the shape .* it must have \(5, 2058\)")


def test_fewer_bytes_than_the_header_says(tampered) -> None:
    def change(members):
        members["features.npy"] = members["features.npy"][:-2]

    refuse(tampered(change), "features.npy in the file has 20,706 bytes; .* must have 20,708")


def test_a_header_that_is_no_header(tampered) -> None:
    def change(members):
        members["vectors.npy"] = b"\x93NUMPY\x01\x00\x40\x00" + b"(" * 64

    refuse(tampered(change), "vectors.npy is damaged or incomplete")
    refuse(
        tampered(lambda m: m.update({"vectors.npy": b"\x93NUMPY\x02\x00" + b" " * 60})),
        "vectors.npy in the file is not in NumPy's format 1.0",
    )


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"format": "other"}, "not one of exported embeddings"),
        ({"version": 2}, "written in version 2 of the format; this shop reads version 1"),
        ({"version": None}, "written in version None"),
        ({"extra": 1}, "has the keys components, extra, format"),
        ({"pictures": 10**9}, "says that it holds 1000000000 pictures"),
        ({"pictures": -1}, "says that it holds -1 pictures"),
        ({"pictures": True}, "says that it holds True pictures"),
        ({"pictures": "5"}, "says that it holds '5' pictures"),
        ({"pictures": 6}, r"digests.npy in the file has the shape \(5, 32\)"),
        ({"recipe": 7}, "names no usable recipe"),
        ({"recipe": "r" * 201}, "names no usable recipe"),
        ({"components": []}, "names no components"),
        ({"components": [7]}, "describes its components in an unknown way"),
        ({"components": [{"encoder": "hog"}]}, "cannot be used here: A component has the keys"),
        ({"sha256": {}}, "lacks the sha256 of its arrays"),
        ({"sha256": {"digests": "x", "vectors": "y"}}, "lacks the sha256 of its arrays"),
    ],
)
def test_a_manifest_that_is_not_ours(tampered, values, match) -> None:
    refuse(tampered(lambda members: edit_manifest(members, **values)), match)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{", b"[" * 100_000, b"[]", b"NaN", b"7"])
def test_a_manifest_that_is_no_manifest(tampered, data) -> None:
    refuse(tampered(lambda members: members.update({"manifest.json": data})), "The file's manifest")


def test_an_unknown_encoder_or_one_with_a_field_from_the_future(tampered) -> None:
    def change(members, **values):
        (first, second) = json.loads(members["manifest.json"])["components"]
        edit_manifest(members, components=[{**first, **values}, second])

    refuse(tampered(lambda m: change(m, encoder="siglip")), "Unknown encoder 'siglip'")
    refuse(tampered(lambda m: change(m, encoder="hog", flips=True)), "A component has the keys")


def test_a_big_manifest_is_not_read(tampered) -> None:
    data = b" " * 1_000_001
    path = tampered(lambda members: members.update({"manifest.json": data}))
    refuse(path, "manifest.json is over 1,000,000 bytes")


def test_numbers_that_are_not_finite_or_not_of_unit_length(tampered) -> None:
    def spoil(value):
        def change(members):
            vectors = load_array(members, "vectors")
            vectors[3] *= 0
            vectors[3, 0] = value
            save_array(members, "vectors", vectors)

        return change

    refuse(tampered(spoil(np.nan)), "Vector 3 in the file has the length nan, not 1")
    refuse(tampered(spoil(np.inf)), "Vector 3 in the file has the length inf, not 1")
    refuse(tampered(spoil(0.5)), "Vector 3 in the file has the length 0.5, not 1")
    refuse(tampered(spoil(0)), "Vector 3 in the file has the length 0, not 1")
    # Of unit length, but another picture's.
    refuse(tampered(spoil(1)), "Vector 3 in the file is not the one that its features make")


def test_features_that_have_no_direction(tampered) -> None:
    def change(members):
        features = load_array(members, "features")
        features[2] = 0
        save_array(members, "features", features)

    refuse(tampered(change), "features of picture 2 in the file are all zero or not finite")


def test_vectors_of_other_weights_than_the_manifest_says(tampered) -> None:
    def change(members):
        components = json.loads(members["manifest.json"])["components"]
        components[0]["weight"] = 0.6
        edit_manifest(members, components=components, recipe="hog*0.6+lab_color")

    path = tampered(change)
    with pytest.raises(TransferRefusedError, match="is not the one that its features make"):
        import_vectors(path, create=True)


def test_a_digest_twice_or_out_of_order(tampered) -> None:
    def repeat(members):
        digests = load_array(members, "digests")
        digests[1] = digests[0]
        save_array(members, "digests", digests)

    refuse(tampered(repeat), "digests are not in ascending order, each once")
    refuse(
        tampered(lambda m: save_array(m, "digests", load_array(m, "digests")[::-1])),
        "digests are not in ascending order, each once",
    )


@pytest.mark.parametrize("name", ["digests", "vectors", "features"])
def test_another_sha256_than_the_manifest_says(tampered, name) -> None:
    def change(members):
        sha256 = {**json.loads(members["manifest.json"])["sha256"], name: "a" * 64}
        edit_manifest(members, sha256=sha256)

    refuse(tampered(change), f"sha256 of the file's {name} is .*; by its manifest .* aaaaaaaaaaaa…")


def test_a_file_that_says_it_is_huge_costs_no_memory(tampered) -> None:
    """The sizes are compared with one another and with the file before anything is read."""

    def change(members):
        edit_manifest(members, pictures=10_000_000)
        members["digests.npy"] = header("|u1", (10_000_000, 32))

    path = tampered(change)
    tracemalloc.start()
    refuse(path, "digests.npy in the file has 128 bytes; by its header it must have 320,000,128")
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()
