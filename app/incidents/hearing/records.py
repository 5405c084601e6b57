"""What goes into the hearing and what it suggests: plain records, each with the words it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class People(StrEnum):
    """Kinds of people a caller counts. HURT: severity not known, never a total of all hurt."""

    DEAD = "死亡"
    HEAVY = "重伤"
    LIGHT = "轻伤"
    HURT = "受伤"
    MISSING = "失踪"
    TRAPPED = "被困"
    AT_RISK = "涉险"
    RESCUED = "获救"
    LEFT = "疏散"
    MOVED = "转移"
    ILL = "患病"


class Disposition(StrEnum):
    """What becomes of a call."""

    NEW = "new"
    UPDATE = "update"
    MERGE = "merge"
    FORWARD = "forward"
    QUERY = "query"
    FALSE_ALARM = "false_alarm"
    PRANK = "prank"


class Precision(StrEnum):
    EXACT = "分"
    ABOUT = "约"
    SPAN = "时段"
    UNKNOWN = "不详"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a call, verbatim."""

    by_caller: bool
    words: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call so far. `received_at` aware; `number` is what the telephone shows."""

    id: str
    received_at: datetime
    number: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Evidence: what was said, in which turn (from 0)."""

    turn: int
    said: str


Basis = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class What:
    """Kind of event. `key` names its row in kinds.toml; `names` what it is called, the first foremost.

    Empty = nothing that happened could be made out.
    """

    key: str = ""
    names: tuple[str, ...] = ()
    event_class: str = ""
    basis: Basis = ()


@dataclass(frozen=True, slots=True)
class Where:
    """Place as finally said. "" = not said and not to be derived; `towns_possible`: the officer must ask.

    `short` is what names a place that is known already: the village, else the spot, else the township.
    """

    text: str = ""
    short: str = ""
    town: str = ""
    village: str = ""
    towns_possible: tuple[str, ...] = ()
    basis: Basis = ()


@dataclass(frozen=True, slots=True)
class When:
    """Time of the event, aware; None = not said. Of a span its beginning."""

    at: datetime | None = None
    precision: Precision = Precision.UNKNOWN
    basis: Basis = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people stated as fact. 0 was said aloud; a kind that is not counted is 不详."""

    number: int
    about: bool
    basis: Basis


Counts = Mapping[People, Counted]


@dataclass(frozen=True, slots=True)
class Graded:
    """Proposal for the shift chief. "" = none. `clause`: the rule's source; `because`: the reason."""

    scale: str = ""
    clause: str = ""
    confirmed: str = ""
    possible: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something holds: 敏感时间 春节假期, or a unit to tell and the rule that names it."""

    what: str
    why: str
    basis: Basis = ()


@dataclass(frozen=True, slots=True)
class Open:
    """An event already known, to which a call may belong. "" and None = not known.

    `key` is its kind in kinds.toml, `scale` its row of grading.toml.
    """

    id: str
    received_at: datetime
    key: str
    event_class: str
    scale: str = ""
    town: str = ""
    village: str = ""
    place: str = ""
    number: str = ""
    counts: Mapping[People, int] = field(default_factory=dict)
    possible: str = ""
    major_risk: bool | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """All suggestions for one call so far. The officer's own words stand above every one of them.

    `scale` is the row of grading.toml; `belongs_to` the id of the event, "" = none.
    """

    disposition: Disposition
    why: Reason
    what: What
    where: Where
    when: When
    counts: Counts
    scale: str
    graded: Graded
    major_risk: bool | None
    report_anyway: tuple[Reason, ...]
    given: tuple[str, ...]
    missing: tuple[str, ...]
    tell: tuple[Reason, ...]
    belongs_to: str
    written_by: datetime | None
    phoned_by: datetime | None
    reply_due: datetime | None
    questions: tuple[str, ...]
    hearsay: Basis

    def opened(self, call: Call) -> Open:
        """This call as an event that later calls may belong to."""
        return Open(
            call.id,
            call.received_at,
            self.what.key,
            self.what.event_class,
            self.scale,
            self.where.town,
            self.where.village,
            self.where.text,
            call.number,
            {kind: counted.number for kind, counted in self.counts.items()},
            self.graded.possible,
            self.major_risk,
            self.when.at,
        )

    def into(self, event: Open) -> Open:
        """The event after a further call about it: what was said anew stands above what was known."""
        return replace(
            event,
            town=event.town or self.where.town,
            village=event.village or self.where.village,
            place=event.place + self.where.text
            if self.where.text not in event.place
            else event.place,
            counts={**event.counts, **{kind: one.number for kind, one in self.counts.items()}},
            possible=self.graded.possible or event.possible,
            major_risk=event.major_risk if self.major_risk is None else self.major_risk,
        )
