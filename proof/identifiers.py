"""UUIDv7 (RFC 9562 5.7) from a clock reading and random bytes given by the caller."""

import uuid


def uuid7(milliseconds: int, randomness: bytes) -> str:
    """Return a UUIDv7 in text form; `randomness` is 10 bytes, its time part is no evidence."""
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(randomness, "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))
