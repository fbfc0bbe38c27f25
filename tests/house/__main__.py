"""`python -m tests.house` prints every broken rule and bar, and fails when there is one."""

import sys

from tests.house.bars import check_files, check_functions, check_spread
from tests.house.rules import check
from tests.house.sources import find_sources


def main() -> int:
    """Check the whole tree."""
    sources = list(find_sources())
    broken = [str(violation) for source in sources for violation in check(source)]
    for bar in (check_files, check_functions, check_spread):
        broken.extend(bar(sources))
    for line in broken:
        print(line)  # noqa: T201  # a command line prints
    print(f"house: {len(sources)} files, {len(broken)} findings")  # noqa: T201  # the same
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
