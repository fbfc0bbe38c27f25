"""The command line on an installation's folder, as its operator uses it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

VERBATIM = Path(sys.executable).with_name("verbatim")


@dataclass(frozen=True, slots=True)
class Installed:
    """A database and the folder that has its keys in `keys`."""

    url: str
    folder: Path

    def run(self, *arguments: str) -> str:
        """Run a command of `verbatim`; return what it printed. Raises CalledProcessError."""
        kept = {name: value for name, value in os.environ.items() if "VERBATIM" not in name}
        own = {"VERBATIM_DATA": str(self.folder), "VERBATIM_DATABASE_URL": self.url}
        done = subprocess.run(
            [VERBATIM, *arguments], env=kept | own, check=True, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        return done.stdout
