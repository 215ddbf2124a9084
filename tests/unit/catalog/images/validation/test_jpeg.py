from __future__ import annotations

import pytest

from catalog.images.validation.jpeg import outline_jpeg

MANY = 20_000


def outline(data: bytes):
    return outline_jpeg(data, max_segments=MANY)


def test_baseline_jpeg_has_one_scan_and_its_size(photo, saved) -> None:
    found = outline(saved(photo, "JPEG"))
    assert (found.width, found.height, found.scans) == (96, 64, 1)


def test_progressive_scans_are_counted(photo, saved, with_scans) -> None:
    assert outline(saved(photo, "JPEG", progressive=True)).scans == 10
    assert outline(with_scans(photo, 321)).scans == 321


def test_restart_markers_are_no_segments(photo, saved) -> None:
    plain = outline(saved(photo, "JPEG"))
    restarts = saved(photo, "JPEG", restart_marker_blocks=1)
    assert restarts.count(b"\xff\xd0") > 1
    assert outline(restarts).scans == 1
    assert outline(restarts).segments == plain.segments + 1  # DRI, which announces them


def test_scan_markers_inside_a_comment_do_not_count(photo, saved) -> None:
    comment = b"\xff\xda\0\x08" * 300
    assert outline(saved(photo, "JPEG", comment=comment)).scans == 1


def test_what_follows_the_end_is_not_counted(photo, saved) -> None:
    jpeg = saved(photo, "JPEG")
    assert outline(jpeg + jpeg).scans == 1
    assert outline(saved(photo, "MPO", save_all=True, append_images=[photo])).scans == 1


def test_fill_bytes_before_a_marker_hide_nothing(photo, with_scans) -> None:
    jpeg = with_scans(photo, 250).replace(b"\xff\xda", b"\xff" * 9 + b"\xda")
    assert outline(jpeg).scans == 250


def test_the_largest_of_several_frames_counts(photo, saved) -> None:
    jpeg = saved(photo, "JPEG")
    frame = jpeg.index(b"\xff\xc0")
    huge = b"\xff\xc0\0\x0b\x08\xff\xff\xff\xfe\1\1\x11\0"
    for forged in (jpeg[:frame] + huge + jpeg[frame:], jpeg[:-2] + huge + b"\xff\xd9"):
        assert (outline(forged).width, outline(forged).height) == (65534, 65535)


def test_walk_stops_one_past_the_segments_allowed() -> None:
    flood = b"\xff\xd8" + b"\xff\xfe\0\2" * 100_000
    assert outline(flood).segments == MANY + 1


@pytest.mark.parametrize(
    "filler", [b"\xff", b"\xff\0", b"\xff\xd8", b"\xff\xd0", b"\xff\xda", b"\0"]
)
def test_ten_megabytes_of_anything_end(filler) -> None:
    data = b"\xff\xd8\xff" + filler * (10_000_000 // len(filler))
    assert outline(data).segments <= MANY + 1


@pytest.mark.parametrize("cut", range(0, 700, 7))
def test_cut_off_file_never_raises(photo, saved, cut) -> None:
    assert outline(saved(photo, "JPEG")[:cut]).scans in (0, 1)
