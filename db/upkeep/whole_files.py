"""Files that stand under their name only when they are whole, and last."""

import os
from pathlib import Path
from tempfile import mkstemp


def write_whole(path: Path, content: bytes) -> None:
    """Write a new file under its name only when it is whole. Raises FileExistsError."""
    # Its own for each writer: of one that two share, each could link what the other wrote.
    descriptor, unnamed = mkstemp(".new", f"{path.stem}.", path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(unnamed, path)  # unlike a rename, never over another file
    finally:
        Path(unnamed).unlink()
    sync_path(path.parent)


def sync_path(path: Path) -> None:
    """Make a file last, or the names of new files in a directory."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
