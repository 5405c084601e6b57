"""值守台: read what is asked. A task is done at once; only the duty room itself needs the windows."""

from __future__ import annotations

import sys

from app.base import wanted


def main(argv: list[str] | None = None) -> int:
    asked = wanted.read(argv)
    if asked.task:
        from db.tasks import do

        return do(asked)
    from console import show

    return show(asked)


if __name__ == "__main__":
    sys.exit(main())
