"""When this happens, do that: every consequence between features, on one page.

RadioAlarmRaised     -> a line in the log, and a draft of an incident that waits on the intake page
RadioAlarmPlaced     -> the place of that draft, where no officer typed another
RadioTextHeard       -> a line in the log
RadioTalked          -> a line in the log
RadioSpoke           -> a line: whom we called, who spoke, how long
RadioStatusHeard     -> a line in the log, unless a roll call had asked for it
RadioControlChanged  -> a line when a radio was stunned or revived, or that did not succeed
RadioLinkChanged     -> a line when a link that was up is lost, and one when it is back
CameraOutageLasted   -> a line in the log
CameraOutageEnded    -> a line that says how long it lasted
CameraDoubtLasted    -> a line: its pictures arrive and cannot be trusted
CameraDoubtEnded     -> a line that says how long that was
ClockSetBack         -> a line: times before it lie ahead, the order is right
HubReturned          -> a line: how long the hub was away and how many entries waited
HubWentBack          -> a line: it was restored, and what is given to it again
HubAccepted          -> a line: who decided that this desk belongs to another hub
NameSeenTwice, RunningDeskCloned, EntryMended, EntryHeldUp, RowRefused -> a line each
SignedIn             -> the current shift is opened and becomes the session's; a key of the radio that
                        somebody else pressed is let go
HandoverTookEffect   -> the next shift becomes the session's
RadioAlarmRaised, Changed (incident) -> a visual drill under way stands still
Changed (log_entry)  -> a picture of a camera tied to an incident stops the clock of the first picture
Changed (clip)       -> so does the first packet of a recording
RecordingEnded       -> a line when a recording ended by itself
Changed (incident)   -> the alarm whose draft it was, and the frames that raised it, are tied to it
Changed (radio_alarm) -> what another desk raised, placed, answered or cleared is so here
Changed (radio_text) -> and so is what another desk wrote
Changed (radio_control) -> a stun that another desk proposed, or confirmed: the one that proposed it sends it
HubChanged           -> while the desks do not hear each other none confirms a stun of another
Changed (shift)      -> what the radio hears from now on belongs to the shift that is on
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.audit.facts import (
    EntryHeldUp,
    EntryMended,
    HubAccepted,
    HubChanged,
    HubReturned,
    HubWentBack,
    NameSeenTwice,
    RowRefused,
    RunningDeskCloned,
)
from app.audit.records import Phase
from app.audit.words import table_word
from app.base.bus import Bus, Changed, Subscription
from app.base.clock import Clock, full, hhmm, hhmmss, span
from app.base.drafts import Drafts
from app.base.errors import Refused, Unreachable
from app.base.jobs import Jobs
from app.base.ledger import ClockSetBack
from app.drills.service import Drills
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, LogEntry, Shift, Way
from app.duty.shifts import Shifts
from app.handover.records import HandoverTookEffect
from app.incidents.alarm_draft import alarm_words, drafted_of, place_draft, place_of
from app.incidents.drafted import DraftPlaced, IncidentDrafted, draft_incident
from app.people.session import Session
from app.people.signin import SignedIn
from app.radio.events import CallKind, Linked
from app.radio.facts import (
    RadioAlarmPlaced,
    RadioAlarmRaised,
    RadioControlChanged,
    RadioLinkChanged,
    RadioSpoke,
    RadioStatusHeard,
    RadioTalked,
    RadioTextHeard,
)
from app.radio.log_words import gateway_named
from app.radio.records import ControlStep
from app.radio.service import RadioService
from app.video.facts import CameraOutageEnded, CameraOutageLasted
from app.video.judging import SAID
from app.video.recorders import RecordingEnded
from app.video.troubles import CameraDoubtEnded, CameraDoubtLasted

_log = logging.getLogger(__name__)

MOST_WAITING = 10_000
"""Lines that wait for a store that is away; a night of a busy room is some hundred."""


SHORT = timedelta(minutes=1)
"""An outage of the hub shorter than this, in which nothing waited, is no line."""


class Reactions:
    """Hears the bus on the Qt thread and has the work done on the store thread.

    A line that the store refuses because it is away waits here, and `retry` writes it later with
    its own time.
    """

    def __init__(
        self,
        bus: Bus,
        store: Jobs,
        disk: Jobs,
        clock: Clock,
        session: Session,
        shifts: Shifts,
        log: DutyLog,
        drafts: Drafts,
        pictures: Callable[[UUID], None],
        films: Callable[[UUID], None],
        drills: Drills | None = None,
        radio: RadioService | None = None,
    ) -> None:
        """`pictures` is told the id of each line of the log, `films` of each clip, on the store thread."""
        self._bus = bus
        self._store = store
        self._disk = disk
        self._clock = clock
        self._session = session
        self._shifts = shifts
        self._duty_log = log
        self._drafts = drafts
        self._drills = drills
        self._radio = radio
        self._first = {"log_entry": pictures, "clip": films}
        self._waiting: deque[Line] = deque(maxlen=MOST_WAITING)
        self._lost_links: set[str] = set()
        consequences: dict[type, Callable[[Any], None]] = {
            RadioAlarmRaised: self._alarm,
            RadioAlarmPlaced: self._placed,
            RadioTextHeard: self._text,
            RadioTalked: self._talked,
            RadioSpoke: self._spoke,
            RadioStatusHeard: self._status,
            RadioControlChanged: self._controlled,
            RadioLinkChanged: self._link,
            CameraOutageLasted: self._camera_lost,
            CameraOutageEnded: self._camera_back,
            CameraDoubtLasted: self._camera_doubted,
            CameraDoubtEnded: self._camera_trusted,
            ClockSetBack: self._clock_set_back,
            HubReturned: self._hub_returned,
            HubChanged: self._hub_changed,
            **dict.fromkeys(HUB_WORDS, self._of_hub),
            SignedIn: self._signed_in,
            HandoverTookEffect: self._handed_over,
            Changed: self._changed,
            RecordingEnded: self._recording_ended,
        }
        self._heard: list[Subscription] = [
            bus.listen(kind, do) for kind, do in consequences.items()
        ]

        self._look_at_shift()

    def close(self) -> None:
        for subscription in self._heard:
            subscription.cancel()

    @property
    def waiting(self) -> int:
        """How many lines are not yet in the record."""
        return len(self._waiting)

    def retry(self) -> None:
        """Try again what the store could not take; called every few seconds. A shift begins by the hour."""
        self._look_at_shift()
        lines, self._waiting = self._waiting, deque(maxlen=MOST_WAITING)
        for line in lines:
            self._note(line)

    def _look_at_shift(self) -> None:
        if self._radio is not None:
            self._store.run(self._radio_shift, self._radio, fail=_not_tied)

    def _radio_shift(self, radio: RadioService) -> None:
        """On the store thread."""
        shift = self._shifts.current()
        radio.record.enter_shift(shift.id if shift is not None else None)

    def _note(self, line: Line) -> None:
        dated = line if line.at else replace(line, at=self._clock.now())
        self._store.run(self._write, dated, fail=lambda error: self._later(dated, error))

    def _write(self, line: Line) -> LogEntry:
        shift = self._shifts.current()
        if shift is None:
            raise Unreachable("shift", "not_open")
        return self._duty_log.note(shift.id, line)

    def _later(self, line: Line, error: Exception) -> None:
        if isinstance(error, Refused):
            _log.error("the room's own line was refused: %s", error)
            return
        self._waiting.append(line)

    def _alarm(self, fact: RadioAlarmRaised) -> None:
        if fact.restored:
            return
        if self._drills is not None:
            called = f"{fact.kind.value} {fact.unit}{fact.holder}（终端 {fact.radio}）"
            self._store.run(self._drills.interrupted, f"370M {called}", fail=_not_stopped)
        self._note(
            Line(
                alarm_words(fact),
                Way.IN,
                Channel.RADIO,
                unit=fact.unit,
                person=fact.holder,
                category=Category.INCIDENT,
                status=Handling.TODO,
                at=fact.at,
            )
        )
        self._disk.run(self._draft, fact)

    def _draft(self, fact: RadioAlarmRaised) -> None:
        """On the disk thread: lies there when the store is away, too."""
        draft_incident(self._drafts, fact.alarm_id, "370M 电台", drafted_of(fact))
        self._bus.publish(IncidentDrafted(fact.alarm_id))

    def _placed(self, fact: RadioAlarmPlaced) -> None:
        self._disk.run(self._place_draft, fact)

    def _place_draft(self, fact: RadioAlarmPlaced) -> None:
        """On the disk thread, behind the draft itself."""
        heard = place_of(fact)
        if place_draft(self._drafts, fact.alarm_id, heard):
            self._bus.publish(DraftPlaced(fact.alarm_id, heard))

    def _text(self, fact: RadioTextHeard) -> None:
        self._note(_radio_line(fact.unit, fact.holder, fact.radio, f"短信：{fact.text}", fact.at))

    def _talked(self, fact: RadioTalked) -> None:
        to = f"通话组 {fact.target}" if fact.group else f"呼 {fact.target}"
        words = f"{to} 通话 {fact.seconds} 秒（内容待补）"
        self._note(_radio_line(fact.unit, fact.holder, fact.radio, words, fact.at))

    def _spoke(self, fact: RadioSpoke) -> None:
        call = fact.call
        to = {CallKind.GROUP: f"通话组 {call.target}", CallKind.PRIVATE: f"终端 {call.target}"}
        words = f"370M 呼 {to.get(call.kind, '全网')}，{call.by_name} 讲话 {fact.seconds} 秒（内容待补）"
        self._note(Line(words, Way.OUT, Channel.RADIO, at=fact.at))

    def _status(self, fact: RadioStatusHeard) -> None:
        """Of the answers in a roll call its end is told."""
        if fact.asked:
            return
        known = fact.words != str(fact.code)
        words = f"状态：{fact.words}（{fact.code}）" if known else f"状态 {fact.code}"
        self._note(_radio_line(fact.unit, fact.holder, fact.radio, words, fact.at))

    def _controlled(self, fact: RadioControlChanged) -> None:
        """Only what came of it: proposals stand in the radio room's record. Each desk tells of its own."""
        one = fact.control
        if not fact.elsewhere and one.step in (ControlStep.DONE, ControlStep.FAILED):
            who = f"{one.by_name}、{one.confirmed_name}，理由：{one.reason}"
            words = f"{one.kind.value}终端 {one.radio} {one.step.value}（{who}）"
            self._note(Line(words, Way.OUT, Channel.RADIO, unit=one.unit, at=one.step_at))

    def _link(self, fact: RadioLinkChanged) -> None:
        if fact.state is Linked.DOWN and fact.gateway not in self._lost_links:
            self._lost_links.add(fact.gateway)
            why = LINK_WORDS.get(fact.why, fact.why)
            self._note(_device(f"370M {gateway_named(fact.name)} 断开：{why}", Handling.DOING))
        elif fact.state is Linked.UP and fact.gateway in self._lost_links:
            self._lost_links.discard(fact.gateway)
            away = ""
            if fact.lost_at is not None:
                away = f"，{hhmm(fact.lost_at)} 起中断 {span(fact.at - fact.lost_at)}"
            self._note(_device(f"370M {gateway_named(fact.name)} 恢复{away}", Handling.DONE))

    def _camera_lost(self, fact: CameraOutageLasted) -> None:
        self._note(
            _device(f"{fact.name}（{fact.code}）自 {hhmmss(fact.since)} 无画面", Handling.DOING)
        )

    def _camera_back(self, fact: CameraOutageEnded) -> None:
        lasted = span(fact.until - fact.since)
        text = f"{fact.name}（{fact.code}）恢复，{hhmm(fact.since)} 起中断 {lasted}"
        self._note(_device(text, Handling.DONE))

    def _camera_doubted(self, fact: CameraDoubtLasted) -> None:
        said = SAID[fact.doubt]
        self._note(
            _device(f"{fact.name}（{fact.code}）自 {hhmmss(fact.since)} {said}", Handling.DOING)
        )

    def _camera_trusted(self, fact: CameraDoubtEnded) -> None:
        lasted = span(fact.until - fact.since)
        said = f"{hhmm(fact.since)} 起{SAID[fact.doubt]} {lasted}"
        self._note(_device(f"{fact.name}（{fact.code}）画面恢复，{said}", Handling.DONE))

    def _clock_set_back(self, fact: ClockSetBack) -> None:
        by = span(fact.before - fact.now)
        told = f"本机时钟拨回 {by}：由 {full(fact.before)} 至 {full(fact.now)}"
        self._note(_device(f"{told}。此前所记时间偏晚，先后以序号为准", Handling.DONE))

    def _hub_changed(self, fact: HubChanged) -> None:
        if self._radio is not None:
            self._radio.record.desks_meet(fact.state.phase is Phase.UP)

    def _hub_returned(self, fact: HubReturned) -> None:
        lasted = fact.at - fact.since
        if lasted >= SHORT or fact.entries:
            told = f"中心库恢复，{hhmm(fact.since)} 起中断 {span(lasted)}，补交 {fact.entries} 条"
            self._note(_device(told, Handling.DONE))

    def _of_hub(self, fact: Any) -> None:
        words, status = HUB_WORDS[type(fact)]
        self._note(_device(words(fact), status))

    def _signed_in(self, fact: SignedIn) -> None:
        if self._radio is not None:
            self._radio.sits(str(fact.officer.id) if fact.officer is not None else "")
        if fact.officer is not None:
            self._store.run(self._shifts.open, fact.officer, then=self._opened)

    def _handed_over(self, fact: HandoverTookEffect) -> None:
        self._store.run(self._shifts.current, then=self._entered)

    def _changed(self, fact: Changed) -> None:
        """A picture of a camera that a line ties to an incident is the first one of its scene, or not; a
        real incident interrupts a drill."""
        if fact.kind == "incident" and fact.key and self._drills is not None:
            self._store.run(self._drills.incident_came, UUID(fact.key), fail=_not_stopped)
        if self._radio is not None:
            self._radio_changed(self._radio, fact.kind, UUID(fact.key) if fact.key else None)
        if fact.kind in self._first and fact.key:
            self._store.run(self._first[fact.kind], UUID(fact.key), fail=self._no_picture)

    def _radio_changed(self, radio: RadioService, kind: str, key: UUID | None) -> None:
        """None: many rows of that kind."""
        if kind == "incident" and key is not None:
            self._store.run(radio.record.drafted, key, fail=_not_tied)
        elif kind == "radio_alarm":
            self._store.run(radio.record.follow, fail=_not_tied)
        elif kind == "radio_text" and (key is None or not radio.record.is_ours(key)):
            self._store.run(radio.record.follow_texts, key, fail=_not_tied)
        elif kind == "radio_control":
            self._store.run(radio.record.follow_controls, key, fail=_not_tied)
        elif kind == "shift":
            self._look_at_shift()

    def _recording_ended(self, fact: RecordingEnded) -> None:
        """Asked for, it has its own line or needs none."""
        wish, why = fact.note.wish, fact.progress.why
        if why is not None:
            text = f"{wish.camera}（{wish.code}）录像自行停止：{why.value}"
            self._note(replace(_device(text, Handling.TODO), incident_id=wish.incident_id))

    def _no_picture(self, error: Exception) -> None:
        _log.error("a picture could not stop its clock: %s", error)

    def _opened(self, shift: Shift) -> None:
        self._entered(shift)
        self.retry()

    def _entered(self, shift: Shift | None) -> None:
        if shift is not None:
            self._session.enter(shift.id)


def _not_tied(error: Exception) -> None:
    _log.error("the radio room could not follow the record: %s", error)


def _not_stopped(error: Exception) -> None:
    _log.error("the drill could not be interrupted: %s", error)


LINK_WORDS = {
    "missing": "找不到串口",
    "taken": "串口被其他程序占用",
    "denied": "没有打开串口的权限",
    "unplugged": "连接线被拔出",
    "silent": "网关无应答",
    "stuck": "写不进串口",
    "rejected": "网关拒绝连接",
    "closed": "网关已关闭连接",
}
"""Why a link is down, as it is written in the log."""

_Told = tuple[Callable[[Any], str], Handling]
HUB_WORDS: dict[type, _Told] = {
    HubWentBack: (lambda f: f"中心库回到 {f.hub_no} 号，补交 {f.entries} 条", Handling.DONE),
    HubAccepted: (lambda f: f"本席改用另一个中心库，决定人 {f.by}", Handling.DONE),
    NameSeenTwice: (
        lambda f: (
            f"收到 {f.entries} 条署本席名（{f.desk}）而非本机所写的记录："
            "本机由备份恢复，或席位名重复"
        ),
        Handling.TODO,
    ),
    RunningDeskCloned: (
        lambda f: f"链 {f.chain} 第 {f.seq} 条有两份：有一台机器在运行中被整机复制",
        Handling.TODO,
    ),
    EntryMended: (
        lambda f: f"一条记录在本机磁盘上损坏（{f.chain} 第 {f.seq} 条），已按表中现值另记",
        Handling.TODO,
    ),
    EntryHeldUp: (lambda _: "本席有一条记录未被中心库接收，其后所写暂留本机", Handling.TODO),
    RowRefused: (
        lambda f: f"中心库有一行未能存入（{table_word(f.table)} {f.key}），条目已收",
        Handling.TODO,
    ),
}
"""What the room keeps of the shared record, and whether something is left to be done."""


def _radio_line(unit: str, holder: str, radio: int, words: str, at: Any) -> Line:
    return Line(
        f"终端 {radio} {words}",
        Way.IN,
        Channel.RADIO,
        unit=unit,
        person=holder,
        at=at,
    )


def _device(text: str, status: Handling) -> Line:
    return Line(text, Way.INSIDE, Channel.SYSTEM, category=Category.DEVICE, status=status)
