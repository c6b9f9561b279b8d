"""A secret for one reader: sealed with the reader's public key (X25519, RFC 7748), bound to what it is for.

The shared secret of a fresh key pair and the reader's goes through HKDF-SHA-256 (RFC 5869), with both public keys and
the purpose, to a key of AES-256-GCM that is used once.
"""

from __future__ import annotations

import msgspec

from gridworker.domain.errors import PersonCanMend

KEY_LENGTH = 32


class Sealed(msgspec.Struct, frozen=True):
    """The fresh public key, and the secret under it."""

    fresh: bytes
    content: bytes


def public_of(private: bytes) -> bytes:
    """The public key that belongs to 32 random bytes."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(secret: bytes, reader: bytes, purpose: str, fresh: bytes) -> Sealed:
    """Seals `secret` for the public key `reader`; `fresh` are 32 random bytes that are used for nothing else."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sender = public_of(fresh)
    key = _shared(fresh, reader, sender, reader, purpose)
    return Sealed(sender, AESGCM(key).encrypt(bytes(12), secret, purpose.encode()))


def unseal(sealed: Sealed, private: bytes, purpose: str) -> bytes:
    """The secret. Raises `PersonCanMend` (`unlock_not_ours`) where it was sealed for another, or for something else."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        key = _shared(private, sealed.fresh, sealed.fresh, public_of(private), purpose)
        return AESGCM(key).decrypt(bytes(12), sealed.content, purpose.encode())
    except (InvalidTag, ValueError):
        raise PersonCanMend("unlock_not_ours") from None


def _shared(private: bytes, other: bytes, sender: bytes, reader: bytes, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    agreed = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(other))
    return HKDF(SHA256(), KEY_LENGTH, None, purpose.encode() + b"\0" + sender + reader).derive(agreed)
