"""Reading numbers from a picture file, by bytes and by bits, never past its end."""

from __future__ import annotations


class DamagedMediaError(Exception):
    """The file ends too early or contradicts itself; no decoder could draw it either."""


class TooManyPartsError(Exception):
    """The file has more boxes, items or references than anybody's camera writes."""


class PartsBudget:
    """How many parts of a file are looked at before it is given up.

    One number for boxes, items, extents, references and frames together, as they nest: 10 MB can
    hold a million of each, at a microsecond or more.
    """

    def __init__(self, max_parts: int) -> None:
        self._left = max_parts

    def spend(self, count: int = 1) -> None:
        """Count parts that are about to be looked at; raises TooManyPartsError."""
        self._left -= count
        if self._left < 0:
            raise TooManyPartsError


class ByteReader:
    """Big-endian whole numbers, one after another; raises DamagedMediaError at the end."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._position = 0

    def number(self, size: int) -> int:
        """The next `size` bytes as a number; 0 for no bytes."""
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> memoryview:
        end = self._position + size
        if end > len(self._data):
            raise DamagedMediaError
        part = self._data[self._position : end]
        self._position = end
        return part

    def rest(self) -> memoryview:
        return self._data[self._position :]

    def __bool__(self) -> bool:
        return self._position < len(self._data)


class BitReader:
    """Bits of a codec's header, the highest of each byte first; DamagedMediaError at the end."""

    def __init__(self, data: bytes) -> None:
        self._bits = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def number(self, width: int) -> int:
        """The next `width` bits as a number: f(n) of the AV1 and u(n) of the HEVC standard."""
        self._left -= width
        if self._left < 0:
            raise DamagedMediaError
        return self._bits >> self._left & (1 << width) - 1

    def flag(self) -> bool:
        return self.number(1) == 1

    def exp_golomb(self) -> int:
        """ue(v) of HEVC (ITU-T H.265, 9.2), which AV1 calls uvlc()."""
        zeros = 0
        while not self.flag():
            zeros += 1
            if zeros > 32:
                raise DamagedMediaError
        return (1 << zeros) - 1 + self.number(zeros)
