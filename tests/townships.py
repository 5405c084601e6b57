"""Townships for a test's room, with the numbers of their duty rooms."""

from __future__ import annotations

from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.checks import Town
from app.people.contacts import ContactPoint, Org, OrgKind, PointKind, PointState
from db.engine import Database
from db.stores.checks import CheckRows

NAMES = (
    "云洛镇", "铜鼓坪镇", "丙湖镇", "丁山镇", "庚桥镇", "己塘镇", "辛塘乡", "壬渡镇", "癸坪乡",
    "乙岭乡", "甲口镇", "戊溪镇",
)  # fmt: skip


def enter_towns(db: Database, count: int = 3) -> list[Town]:
    """The first `count` of twelve, each with a number and a name, as the record gives them back."""
    with db.change("system", "demo.seed", ("org", "all")) as change:
        for n, name in enumerate(NAMES[:count]):
            key = new_id()
            change.put(
                "org",
                Org(
                    key, name, "", "", OrgKind.TOWNSHIP, None, name, "", None, None, None, None, n,
                    Mark.TEST,
                ),
            )  # fmt: skip
            change.put(
                "contact_point",
                ContactPoint(
                    new_id(), None, key, PointKind.DUTY, f"000-0002-{n:04d}", "值班室",
                    PointState.GOOD, None, 0, Mark.TEST,
                ),
            )  # fmt: skip
    return CheckRows(db).towns()
