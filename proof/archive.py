"""ZIP files that are the same bytes wherever they are made: stored, sorted, without times.

What a compressor makes of the same bytes differs between versions, so nothing is compressed. One
set of files has exactly one archive, and a verifier compares the whole of it: a changed bit in a
place that no unpacker looks at is found as well. APPNOTE.TXT 4.3, without ZIP64.
"""

import struct
import zlib
from collections.abc import Mapping

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 0x21
"""1 January 1980, the first day this format knows."""
_VERSION = 10
_UNIX = 3 << 8 | _VERSION
_MODE = 0o100644 << 16


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the archive of these files, named in ASCII."""
    body, directory = bytearray(), bytearray()
    for name in sorted(files):
        encoded, data = name.encode("ascii"), files[name]
        size = len(data)
        common = (_VERSION, 0, 0, 0, _DATE, zlib.crc32(data), size, size, len(encoded), 0)
        directory += _CENTRAL.pack(b"PK\x01\x02", _UNIX, *common, 0, 0, 0, _MODE, len(body))
        directory += encoded
        body += _LOCAL.pack(b"PK\x03\x04", *common) + encoded + data
    count = len(files)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)
