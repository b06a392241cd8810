"""A photograph and a voice for those who play residents, made of nothing but numbers."""

import math
import struct
import wave
import zlib
from io import BytesIO

WIDTH, HEIGHT = 320, 240
RATE = 8000
_STEPS, _STEP, _TREAD = 7, 16, 11


def dark_stairs() -> bytes:
    """A PNG: stairs into the dark below a lamp that is out."""
    rows = b"".join(b"\0" + b"".join(bytes(_shade(x, y)) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _shade(x: int, y: int) -> tuple[int, int, int]:
    if math.hypot(x - WIDTH / 2, y - 40) < 18:  # noqa: PLR2004 - the lamp
        return 96, 94, 84
    step = (HEIGHT - y) // _STEP
    if step < _STEPS and x > 60 + step * 24:
        return (74 - 7 * step, 72 - 7 * step, 70 - 7 * step) if (HEIGHT - y) % _STEP < _TREAD else (30, 29, 30)
    light = max(0, 58 - int(math.hypot(x - 40, y - HEIGHT) / 5))
    return 26 + light, 26 + light, 34 + light


def voice() -> bytes:
    """A second and a half that rises and falls like a sentence."""
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(bytes(map(_tone, range(RATE * 3 // 2))))
    return out.getvalue()


def _tone(n: int) -> int:
    at = n / RATE
    return 128 + round(40 * math.sin(2 * math.pi * 170 * at) * abs(math.sin(2 * math.pi * 2 * at)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
