"""Envelopes for personal data: AES-256-GCM, one key per person, household or day, each wrapped by the secret key.

An envelope is version (1 byte), key id (8 bytes), nonce (12 bytes), ciphertext. Its associated data names the table,
the column and the key, so a ciphertext moved elsewhere does not open. Destroying a key makes what it sealed
unreadable in every copy, old backups included (crypto-shredding).
"""

import hashlib
import hmac
import os
from collections import OrderedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.ids import KeyId

_VERSION = b"\x01"
_CACHED_KEYS = 10_000


class SealBroken(Exception):
    """An envelope that does not open: another key, another place, changed bytes, or its key is destroyed."""


class Vault:
    """Seals and opens; holds the unwrapped keys that were used last."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:  # noqa: PLR2004 - 256 bits
            raise ValueError("the secret key needs at least 32 bytes")
        self._wrapping = AESGCM(_derive(secret, b"linli wrap keys"))
        self._lookup = _derive(secret, b"linli look-up columns")
        # By wrapped key, never by id: an insert that was rolled back leaves its id to another key.
        self._keys: OrderedDict[bytes, AESGCM] = OrderedDict()

    def __repr__(self) -> str:
        return "Vault(…)"

    def new_key(self) -> bytes:
        """A fresh key, wrapped, ready to be stored."""
        nonce = os.urandom(12)
        return nonce + self._wrapping.encrypt(nonce, AESGCM.generate_key(256), b"key")

    def seal(self, key_id: KeyId, wrapped: bytes, place: str, plain: bytes | str) -> bytes:
        """`place` is `table.column`."""
        data = plain.encode() if isinstance(plain, str) else plain
        nonce = os.urandom(12)
        head = _VERSION + key_id.to_bytes(8, "big") + nonce
        return head + self._key(wrapped).encrypt(nonce, data, _place(place, key_id))

    def open(self, wrapped: bytes | None, place: str, envelope: bytes | None) -> bytes:
        """Raises SealBroken."""
        if wrapped is None or envelope is None or envelope[:1] != _VERSION:
            raise SealBroken(place)
        key_id = KeyId(int.from_bytes(envelope[1:9], "big"))
        try:
            return self._key(wrapped).decrypt(envelope[9:21], envelope[21:], _place(place, key_id))
        except InvalidTag as error:
            raise SealBroken(place) from error

    def open_text(self, wrapped: bytes | None, place: str, envelope: bytes | None) -> str | None:
        """The text, or None where nothing was stored or its key has been destroyed."""
        if envelope is None or wrapped is None:
            return None
        return self.open(wrapped, place, envelope).decode()

    def lookup(self, text: str) -> str:
        """A keyed hash by which equal values are found without storing them (HMAC-SHA256, 128 bits)."""
        return hmac.new(self._lookup, text.encode(), hashlib.sha256).hexdigest()[:32]

    def _key(self, wrapped: bytes) -> AESGCM:
        known = self._keys.get(wrapped)
        if known is not None:
            self._keys.move_to_end(wrapped)
            return known
        try:
            key = AESGCM(self._wrapping.decrypt(wrapped[:12], wrapped[12:], b"key"))
        except InvalidTag as error:
            raise SealBroken("keys.wrapped") from error
        self._keys[wrapped] = key
        if len(self._keys) > _CACHED_KEYS:
            self._keys.popitem(last=False)
        return key


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _place(place: str, key_id: int) -> bytes:
    return f"{place}:{key_id}".encode()
