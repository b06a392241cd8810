"""Width and height of a picture, read from its first bytes."""

import struct

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
SIZES_IN = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
UNKNOWN = (800, 600)


def size(data: bytes) -> tuple[int, int]:
    if data.startswith(PNG) and len(data) >= len(PNG) + 16:
        width, height = struct.unpack_from(">II", data, len(PNG) + 8)
        return width, height
    return jpeg_size(data) if data.startswith(JPEG) else UNKNOWN


def jpeg_size(data: bytes) -> tuple[int, int]:
    at = len(JPEG)
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - a JPEG marker
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if marker in SIZES_IN:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + length
    return UNKNOWN
