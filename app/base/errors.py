"""The three kinds of error an officer may meet."""

from __future__ import annotations

import errno


class Refused(Exception):
    """The officer can mend it: which field, and why, as a code with its figures.

    The window puts the code into words; `figures` fill the gaps of that sentence.
    """

    def __init__(self, field: str, code: str, **figures: object) -> None:
        super().__init__(f"{field}: {code} {figures or ''}".strip())
        self.field = field
        self.code = code
        self.figures = figures


class Conflict(Refused):
    """Somebody else changed the same field since the officer looked."""

    def __init__(self, field: str, theirs: object, ours: object) -> None:
        super().__init__(field, "conflict", theirs=theirs, ours=ours)
        self.theirs = theirs
        self.ours = ours


class Unreachable(Exception):
    """A disk, network or device does not answer: wait, and say so."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why


_OS_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EIO: "disk_error",
}


def disk_reason(error: OSError) -> str:
    """The code of `Unreachable` for what a disk answered."""
    return _OS_CODES.get(error.errno or 0, "cannot_open")
