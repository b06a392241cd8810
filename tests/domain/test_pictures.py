"""No place, time or owner leaves with a picture; which way is up does."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pictures import NotAPicture, strip

GPS = b"30.6586N 104.0647E"


def exif(orientation: int = 6, order: str = "<") -> bytes:
    head = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(f"{order}I", 8)
    entries = struct.pack(f"{order}HHHIHH", 2, 0x0112, 3, 1, orientation, 0) + struct.pack(
        f"{order}HHII", 0x8825, 4, 1, 38)
    body = b"Exif\x00\x00" + head + entries + b"\x00" * 4 + GPS
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes, behind: bytes = b"") -> bytes:
    table = b"\xff\xdb\x00\x04\x01\x02"
    scan = b"\xff\xda\x00\x03\x01" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(segments) + table + scan + b"\xff\xc4\x00\x03\x09" + scan + b"\xff\xd9" + behind


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + b"\x00" * 4


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_its_picture_and_its_upright(order: str) -> None:
    stripped = strip(jpeg(b"\xff\xe0\x00\x04ab", exif(order=order), b"\xff\xfe\x00\x06note", behind=exif()))
    assert GPS not in stripped
    assert b"note" not in stripped
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in stripped
    assert stripped.endswith(b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9")
    assert b"\xff\xe0\x00\x04ab" in stripped
    assert strip(stripped) == stripped


def test_a_png_keeps_what_is_seen() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"x" * 13) + chunk(b"eXIf", GPS) + chunk(b"tEXt", GPS)
    picture += chunk(b"IDAT", b"dots") + chunk(b"IEND", b"") + GPS
    assert GPS not in strip(picture)
    assert b"dots" in strip(picture)


@given(st.binary(max_size=200))
def test_whatever_comes_is_stripped_or_refused(data: bytes) -> None:
    for begin in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        with suppress(NotAPicture):
            strip(begin + data)
