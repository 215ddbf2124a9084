"""What the processor can do, from what Linux says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.pipeline.runtime import processor


@pytest.mark.parametrize(
    ("flags", "native"),
    [
        ("fpu avx2 f16c", False),
        ("fpu avx2 avx512f avx512_vnni", False),
        ("fpu avx512f avx512_bf16", True),
        ("fpu amx_bf16 amx_tile", True),
    ],
)
def test_bf16_is_native_only_with_amx_or_avx512_bf16(
    flags, native, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(
        f"processor\t: 0\nmodel name\t: avx512_bf16 in name only\nflags\t\t: {flags}\n"
    )
    monkeypatch.setattr(processor, "_CPUINFO", cpuinfo)
    processor.has_native_bf16.cache_clear()
    assert processor.has_native_bf16() is native
    processor.has_native_bf16.cache_clear()


def test_where_nothing_is_known_bf16_is_not_assumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "_CPUINFO", tmp_path / "absent")
    processor.has_native_bf16.cache_clear()
    assert not processor.has_native_bf16()
    processor.has_native_bf16.cache_clear()


def test_cores_are_those_of_this_process() -> None:
    assert processor.count_cores() >= 1
