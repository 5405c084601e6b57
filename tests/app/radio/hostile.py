"""Bytes that no gateway should send: chance, and real traffic cut, spoilt and mixed."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from tests.faults.radio_bytes import varied
from tests.faults.radio_loop import said, spoken


@cache
def traffic(key: str) -> bytes:
    """Real frames of everything the driver knows."""
    return b"".join(said(key, varied())) if key in spoken() else b""


def piece(key: str) -> st.SearchStrategy[bytes]:
    whole = traffic(key)
    shards = st.tuples(st.integers(0, max(0, len(whole) - 1)), st.integers(1, 200)).map(
        lambda cut: whole[cut[0] : cut[0] + cut[1]]
    )
    spoilt = st.tuples(shards, st.integers(0, 199), st.integers(0, 255)).map(_spoilt)
    return st.one_of(st.binary(max_size=300), shards, spoilt)


def _spoilt(told: tuple[bytes, int, int]) -> bytes:
    shard, at, byte = told
    at %= max(1, len(shard))
    return shard[:at] + bytes((byte,)) + shard[at + 1 :]
