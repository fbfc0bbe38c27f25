"""Gets the programs that the campaign needs beside Python: strace and Caddy, both from Debian."""

import os
import shutil
import subprocess
import sys

TOOLS = ("strace", "caddy")


def get_tools() -> list[str]:
    """Install what is missing, if this user may; return what is missing still."""
    missing = _find_missing()
    apt = shutil.which("apt-get")
    if missing and apt and os.geteuid() == 0:
        print(f"Installing {' and '.join(missing)} with apt-get.", file=sys.stderr)
        subprocess.run(
            [apt, "install", "-y", "--no-install-recommends", *missing],
            stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False,
        )  # fmt: skip
    return _find_missing()


def _find_missing() -> list[str]:
    return [tool for tool in TOOLS if shutil.which(tool) is None]
