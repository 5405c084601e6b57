"""Places with a fault for tests: a disk that is full, a folder where nothing may be written."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65534


@contextmanager
def as_a_plain_user() -> Iterator[None]:
    """Root may write everywhere: inside, the process asks the file system as nobody does."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that a plain user may reach and read (pytest's own are for one user only)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def small_disk(bytes_: int) -> Iterator[Path]:
    """A file system of its own of that size; skips the test where none may be mounted."""
    with tempfile.TemporaryDirectory() as name:
        mounted = (
            os.geteuid() == 0
            and not subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={bytes_}", "tmpfs", name],
                capture_output=True,
                check=False,
            ).returncode
        )
        if not mounted:
            pytest.skip("no file system may be mounted here")
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)
