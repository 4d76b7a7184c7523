"""`python -m bench [NAME …]`: run the benchmarks, each in a process of its own. They report; none fails on a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The benchmarks: the modules of this folder that can be run."""
    return sorted(
        file.stem
        for file in HERE.glob("*.py")
        if not file.name.startswith("_") and '__name__ == "__main__"' in file.read_text(encoding="utf-8")
    )


def main() -> int:
    known = names()
    wanted = sys.argv[1:] or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"bench: no such benchmark: {', '.join(unknown)}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nbench: could not be measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
