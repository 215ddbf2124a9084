"""Reading what a server says."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.fetch.answers.gzip import PIECE_BYTES, unpack_gzip
from infra.fetch.answers.retry_after import retry_after


@given(
    st.lists(st.binary(max_size=300) | st.integers(0, 3 * PIECE_BYTES).map(bytes), min_size=1),
    st.integers(1, 5_000),
)
def test_gzip_is_unpacked_however_it_is_cut(members, step) -> None:
    packed = b"".join(map(gzip.compress, members))
    pieces = list(unpack_gzip(packed[n : n + step] for n in range(0, len(packed), step)))
    assert b"".join(pieces) == b"".join(members)
    assert max(map(len, pieces)) <= PIECE_BYTES


@pytest.mark.parametrize("cut", [-1, 5, 0])
def test_gzip_that_breaks_off_is_noticed(cut) -> None:
    packed = gzip.compress(b"whole")[:cut]
    with pytest.raises(zlib.error):
        list(unpack_gzip([packed]))


def test_retry_after_may_be_a_date() -> None:
    later = datetime.now(UTC) + timedelta(seconds=90)
    assert retry_after(format_datetime(later, usegmt=True)) == pytest.approx(90, abs=5)
    assert retry_after("Thu, 26 Nov 2020 07:00:00 GMT") == 0
    assert retry_after("Thu, 26 Nov 2020 07:00:00") == 0
    assert retry_after("Thu, 99 Nov 2020 07:00:00 GMT") is None
