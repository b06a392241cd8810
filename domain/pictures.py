"""A picture without what its camera wrote into it: no place, no time, no owner; only which way is up stays.

Sources: JPEG is ITU-T T.81 annex B, Exif 2.3 section 4.5; PNG is ISO/IEC 15948 section 11.
"""

import struct
from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\x00\x00"
_START_OF_SCAN, _END = 0xDA, 0xD9
# JFIF, colour profile, Adobe's colour transform: without these the colours would be wrong.
_KEPT_APPS = {0xE0, 0xE2, 0xEE}
_COMMENT = 0xFE
_ORIENTATION = 0x0112
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP"}


class NotAPicture(Exception):
    """Neither JPEG nor PNG, or cut short."""


def strip(data: bytes) -> bytes:
    """Raises NotAPicture."""
    try:
        if data.startswith(_JPEG):
            return _JPEG + b"".join(_jpeg_kept(data)) + b"\xff\xd9"
        if data.startswith(_PNG):
            return _PNG + b"".join(_png_kept(data))
    except (IndexError, struct.error) as error:
        raise NotAPicture from error
    raise NotAPicture


def _jpeg_kept(data: bytes) -> Iterator[bytes]:
    """Whatever stands behind the end of the picture is left out as well: phones put more pictures there."""
    at = 2
    while True:
        while data[at + 1] == 0xFF:  # noqa: PLR2004 - a marker may be preceded by fill bytes
            at += 1
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise NotAPicture
        marker = data[at + 1]
        if marker == _END:
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xE1 and (way := _orientation(data[at + 4 : end])):  # noqa: PLR2004 - APP1
            yield _upright(way)
        if marker in _KEPT_APPS or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):  # noqa: PLR2004 - APPn
            yield data[at:end]
        at = end
        if marker == _START_OF_SCAN:
            scan = at
            at = _scan_end(data, at)
            yield data[scan:at]


def _scan_end(data: bytes, at: int) -> int:
    """The next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = data.index(b"\xff", at) if b"\xff" in data[at:] else len(data)
        following = data[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004 - RST0 to RST7
            return at
        at += 2


def _orientation(app1: bytes) -> int | None:
    if not app1.startswith(_EXIF):
        return None
    tiff = app1[len(_EXIF) :]
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack_from(f"{order}I", tiff, 4)[0]
    for n in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * n)
        if tag == _ORIENTATION:
            return value if 1 < value <= 8 else None  # noqa: PLR2004 - the eight ways
    return None


def _upright(way: int) -> bytes:
    """An Exif block with nothing else in it."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, way, 0)
    body = _EXIF + b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png_kept(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise NotAPicture
        if kind in _PNG_KEPT:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end
