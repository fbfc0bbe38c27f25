"""The power cuts look at the data folder alone."""

from pathlib import Path

import pytest

from bench.faults.trace import RENAMES, Create, Unlink, read_trace


def encode(path: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in path.encode()) + '"'


def write_trace(folder: Path, *lines: str) -> Path:
    path = folder / "trace"
    path.write_text("".join(f"7  {line}\n" for line in lines))
    return path


def test_a_name_given_elsewhere_is_not_the_databases(tmp_path: Path) -> None:
    """Python writes the byte code of a module to a new file and renames it."""
    made = f"openat(AT_FDCWD, {encode('/data/verbatim.db-wal')}, O_RDWR|O_CREAT, 0644) = 3"
    renamed = f"rename({encode('/code/a.pyc.1')}, {encode('/code/a.pyc')}) = 0"
    beside = f"rename({encode('/data2/a')}, {encode('/data2/b')}) = 0"
    trace = write_trace(tmp_path, renamed, beside, made)
    assert list(read_trace(trace, Path("/data"))) == [Create("/data/verbatim.db-wal")]


@pytest.mark.parametrize("call", ["unlink(", "unlinkat(AT_FDCWD<\\x2f>, "])
def test_a_name_is_taken_away_by_either_call(call: str, tmp_path: Path) -> None:
    trace = write_trace(tmp_path, f"{call}{encode('/data/verbatim.db-wal')}) = 0")
    assert list(read_trace(trace, Path("/data"))) == [Unlink("/data/verbatim.db-wal")]


@pytest.mark.parametrize("call", RENAMES)
@pytest.mark.parametrize(
    ("old", "new"), [("/data/a", "/data/b"), ("/other/a", "/data/keys/a"), ("/data/a", "/other/a")]
)
def test_a_name_given_in_the_data_folder_ends_the_reading(
    call: str, old: str, new: str, tmp_path: Path
) -> None:
    trace = write_trace(tmp_path, f"{call}({encode(old)}, {encode(new)} <unfinished ...>",
                        f"<... {call} resumed>) = 0")  # fmt: skip
    with pytest.raises(ValueError, match="does not know renaming: /data"):
        list(read_trace(trace, Path("/data")))
