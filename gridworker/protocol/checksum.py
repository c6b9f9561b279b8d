"""The checksum of a chunk of an attachment, as the protocol writes it (protocol §7)."""

from __future__ import annotations

import base64

import google_crc32c


def checksum(content: bytes) -> str:
    """CRC-32C (RFC 3720 §12.1): its name and base64 of its four bytes, the highest first."""
    return f"crc32c {base64.b64encode(google_crc32c.value(content).to_bytes(4, 'big')).decode()}"
