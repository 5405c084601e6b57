"""When this happens, that is done: consequences between rooms, on the real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.audit.facts import EntryMended, HubChanged, HubReturned, HubWentBack, NameSeenTwice
from app.audit.records import HubState, Phase
from app.base.attachments import Filed
from app.base.bus import Bus
from app.base.drafts import Drafts
from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.ledger import ClockSetBack
from app.base.marks import Mark
from app.duty.log import Line
from app.duty.records import Channel, Handling
from app.incidents.drafted import DraftPlaced, IncidentDrafted
from app.incidents.filming import ClipBook
from app.incidents.form import read
from app.incidents.records import Deadline, EventClass, Incident, ReportWay, Source
from app.incidents.said import Said
from app.people.session import Session
from app.people.signin import SignedIn
from app.radio.events import AlarmKind, CallKind, Emergency, Heard, Linked, Talking, TextStep
from app.radio.facts import (
    RadioAlarmPlaced,
    RadioAlarmRaised,
    RadioControlChanged,
    RadioLinkChanged,
    RadioSpoke,
    RadioStatusHeard,
    RadioTextHeard,
)
from app.radio.history import Sieve
from app.radio.records import ControlKind, ControlStep, RadioControl, RadioText
from app.radio.service import RadioService
from app.radio.talk import OwnCall
from app.reactions import Reactions
from app.reports.deadlines import late_by
from app.reports.pictures import FirstPictures
from app.video.clips import Why, Wish
from app.video.facts import CameraOutageEnded, CameraOutageLasted
from app.video.naming import frame_time, picture_name
from app.video.recorder import Doing, Progress
from app.video.recorder_notes import Note
from app.video.recorders import RecordingEnded
from app.video.records import Which
from app.video.states import Reason
from db.stores.attachments import AttachmentRows
from db.stores.clips import ClipRows
from db.stores.incidents import IncidentRows
from db.stores.radio import RadioRows
from tests.app.video.conftest import a_camera
from tests.conftest import DirectJobs
from tests.rooms import Room


class Desk:
    """A room with its reactions. `away` makes the store refuse as a full disk does."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.room = room
        self.bus = Bus(post=lambda call: call())
        self.session = Session(self.bus)
        self.drafted: list[UUID] = []
        self.bus.listen(IncidentDrafted, lambda fact: self.drafted.append(fact.key))
        self.drafts = Drafts(folder / "drafts", room.clock)
        self.away = False
        pictures = FirstPictures(
            room.log,
            AttachmentRows(room.db),
            IncidentRows(room.db),
            room.clocks,
            ClipRows(room.db),
        )
        self.reactions = Reactions(
            self.bus,
            Away(self),
            DirectJobs(),
            room.clock,
            self.session,
            room.shifts,
            room.log,
            self.drafts,
            pictures.filed,
            pictures.filmed,
        )
        room.db._publish = self.bus.publish

    def lines(self) -> list[str]:
        return [line.text for line in reversed(self.room.log.latest(50))]


class Away(DirectJobs):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self, work, *args, then=None, fail=None):  # type: ignore[no-untyped-def]
        def tried(*given):  # type: ignore[no-untyped-def]
            if self._desk.away:
                raise Unreachable("store", "disk_full")
            return work(*given)

        return super().run(tried, *args, then=then, fail=fail)


@pytest.fixture
def desk(room: Room, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(room, tmp_path)
    yield made
    made.reactions.close()


def alarm(desk: Desk, restored: bool = False) -> RadioAlarmRaised:
    return RadioAlarmRaised(
        uuid4(),
        371105,
        "麻栗溪乡",
        "",
        AlarmKind.BUTTON,
        "A",
        desk.room.clock.now(),
        28.5011,
        109.7342,
        restored,
        desk.room.clock.now(),
    )


def test_an_emergency_writes_the_log_and_drafts_an_incident(desk: Desk) -> None:
    fact = alarm(desk)
    desk.bus.publish(fact)
    (line,) = desk.room.log.latest(9)
    assert "麻栗溪乡 371105" in line.text
    assert "28.5011N 109.7342E" in line.text
    assert line.status is Handling.TODO
    (draft,) = desk.drafts.all()
    assert draft.key == f"intake-{fact.alarm_id}"
    said = read(draft.fields["words"], desk.room.clock.now()).said
    assert (said.lat, said.lon) == (28.5011, 109.7342)
    assert said.source is Source.RADIO
    assert desk.drafted == [fact.alarm_id]


def test_an_emergency_of_the_last_run_is_not_written_twice(desk: Desk) -> None:
    desk.bus.publish(alarm(desk, restored=True))
    assert desk.lines() == []
    assert desk.drafts.all() == []


def test_what_the_store_cannot_take_follows_later_with_its_own_time(desk: Desk) -> None:
    desk.away = True
    desk.bus.publish(alarm(desk))
    happened = desk.room.clock.now()
    assert desk.lines() == []
    assert desk.reactions.waiting == 1
    assert len(desk.drafts.all()) == 1
    desk.room.clock.forward(timedelta(minutes=7))
    desk.reactions.retry()
    assert desk.reactions.waiting == 1
    desk.away = False
    desk.reactions.retry()
    assert desk.reactions.waiting == 0
    (line,) = desk.room.log.latest(9)
    assert line.at == happened
    assert line.written_at - line.at == timedelta(minutes=7)


def test_only_a_link_that_was_lost_is_told_and_once(desk: Desk) -> None:
    at = desk.room.clock.now()
    for state, why in (
        (Linked.UP, ""),
        (Linked.DOWN, "unplugged"),
        (Linked.OPENING, ""),
        (Linked.DOWN, "missing"),
        (Linked.UP, ""),
    ):
        desk.bus.publish(RadioLinkChanged("A", "值班室", state, why, at))
    assert desk.lines() == ["370M 网关 值班室 断开：连接线被拔出", "370M 网关 值班室 恢复"]


def test_a_camera_that_was_away_long_is_told_with_its_span(desk: Desk) -> None:
    since = desk.room.clock.now()
    camera = uuid4()
    desk.bus.publish(CameraOutageLasted(camera, "01-F-07", "铁路桥洞", Reason.CUT, since))
    desk.bus.publish(
        CameraOutageEnded(camera, "01-F-07", "铁路桥洞", since, since + timedelta(seconds=372))
    )
    assert desk.lines() == [
        "铁路桥洞（01-F-07）自 20:00:00 无画面",
        "铁路桥洞（01-F-07）恢复，20:00 起中断 06′12″",
    ]


def test_a_clock_that_was_put_back_is_told_in_the_log(desk: Desk) -> None:
    before = datetime(2026, 6, 24, 19, 5, tzinfo=UTC)
    desk.bus.publish(ClockSetBack(before, before - timedelta(minutes=65)))
    assert desk.lines() == [
        "本机时钟拨回 1 时 05′：由 2026-06-25 03:05:00 至 2026-06-25 02:00:00。"
        "此前所记时间偏晚，先后以序号为准"
    ]


def test_a_text_from_the_mountains_stands_in_the_log(desk: Desk) -> None:
    at = desk.room.clock.now()
    desk.bus.publish(
        RadioTextHeard(uuid4(), 370602, "铜鼓坪镇", "", "老榆塘6人全部救出", 901, True, at)
    )
    (line,) = desk.room.log.latest(9)
    assert (line.unit, line.text) == ("铜鼓坪镇", "终端 370602 短信：老榆塘6人全部救出")


def test_our_own_word_a_status_and_a_stunned_radio_stand_in_the_log(desk: Desk) -> None:
    at = desk.room.clock.now()
    call = OwnCall(uuid4(), "A", CallKind.GROUP, 901, Talking.HANG, at, None, "7", "彭例安")
    desk.bus.publish(RadioSpoke(uuid4(), call, 12, at))
    desk.bus.publish(
        RadioStatusHeard(uuid4(), 370602, "铜鼓坪镇", "", 32774, "已到达现场", False, 901, True, at)
    )
    desk.bus.publish(RadioStatusHeard(uuid4(), 370602, "", "", 1, "1", False, 37, False, at, True))
    proposed = RadioControl(
        uuid4(), ControlKind.STUN, 370602, "铜鼓坪镇", "A", "终端被盗", "7", "彭例安", at, at,
        "9", "田某", at, ControlStep.SENT, "", at, Mark.TEST,
    )  # fmt: skip
    desk.bus.publish(RadioControlChanged(proposed))
    desk.bus.publish(RadioControlChanged(replace(proposed, step=ControlStep.DONE)))
    desk.bus.publish(RadioControlChanged(replace(proposed, step=ControlStep.DONE), elsewhere=True))
    assert desk.lines() == [
        "370M 呼 通话组 901，彭例安 讲话 12 秒（内容待补）",
        "终端 370602 状态：已到达现场（32774）",
        "遥晕终端 370602 已执行（彭例安、田某，理由：终端被盗）",
    ]


def test_who_signs_in_enters_the_shift_that_is_open(desk: Desk) -> None:
    assert desk.session.shift_id is None
    desk.bus.publish(SignedIn(desk.room.watch))
    assert desk.session.shift_id == desk.room.shift.id


def test_what_becomes_of_the_shared_record_is_in_the_log(desk: Desk) -> None:
    desk.bus.publish(HubWentBack(1204, 37))
    desk.bus.publish(NameSeenTwice("desk-a", 3))
    desk.bus.publish(EntryMended("desk-a-00ff", 12))
    back, twice, mended = desk.lines()
    assert back == "中心库回到 1204 号，补交 37 条"
    assert "desk-a" in twice
    assert mended.endswith("已按表中现值另记")


def test_an_outage_of_the_hub_is_one_line_unless_it_was_nothing(desk: Desk) -> None:
    since = desk.room.clock.now()
    desk.bus.publish(HubReturned(since, since + timedelta(seconds=5), 0))
    desk.bus.publish(HubReturned(since, since + timedelta(minutes=10), 42))
    (line,) = desk.lines()
    assert line == "中心库恢复，20:00 起中断 10′00″，补交 42 条"


def test_a_picture_of_a_camera_stops_the_clock_of_the_first_picture_at_its_own_time(
    desk: Desk,
) -> None:
    room = desk.room
    said = Said(event_class=EventClass.ACCIDENT, kind="火灾", place="石垭口镇街上")
    fire = room.intake.register(room.watch, room.shift.id, new_id(), said)
    room.clock.forward(timedelta(minutes=9))
    frame = room.clock.now()
    file = Filed("a" * 64, 9, "image/jpeg", picture_name("云洛-07", frame))
    room.clock.forward(timedelta(minutes=3))

    def clock() -> tuple[datetime | None, str]:
        clocks = room.intake.deadlines(fire.id)
        return next((c.met_at, c.met_by) for c in clocks if c.way is ReportWay.PICTURE)

    loose = Line("现场画面", channel=Channel.VIDEO)
    room.log.write(room.watch, room.shift.id, loose, [file])
    told = Line("电话说火势不大", incident_id=fire.id)
    room.log.write(room.watch, room.shift.id, told)
    assert clock() == (None, "")
    tied = Line("现场画面", channel=Channel.VIDEO, incident_id=fire.id)
    room.log.write(room.watch, room.shift.id, tied, [file])
    met, by = clock()
    assert met == frame
    assert by.startswith("picture:")
    room.log.write(room.watch, room.shift.id, tied, [replace(file, name="later.jpg")])
    assert clock() == (met, by)


def test_a_recording_of_an_incident_stops_it_when_its_first_packet_came_until_30_minutes_full(
    desk: Desk,
) -> None:
    room = desk.room
    camera = a_camera("rtsp://127.0.0.1/x")
    with room.db.change("system", "camera.enter", ("camera", camera.code)) as change:
        change.put("camera", camera)
    book = ClipBook(room.db, ClipRows(room.db), room.log, room.clock, Mark.TEST, "desk-a")

    def event() -> Incident:
        said = Said(event_class=EventClass.ACCIDENT, kind="火灾", place="石垭口镇街上")
        return room.intake.register(room.watch, room.shift.id, new_id(), said)

    def clock(incident: Incident) -> Deadline:
        clocks = room.intake.deadlines(incident.id)
        return next(c for c in clocks if c.way is ReportWay.PICTURE)

    fire, flood = event(), event()
    begun = room.clock.now()
    wish = Wish(new_id(), camera.id, camera.code, camera.name, Which.MAIN, begun, "",
                str(room.watch.id), room.watch.name, fire.id, Mark.TEST)  # fmt: skip
    clip = book.begin(wish, room.shift.id)
    assert clock(fire).met_at is None, "asked for, and nothing came yet"
    room.clock.forward(timedelta(minutes=30))
    book.rolling(clip.id, room.clock.now())
    assert clock(fire).met_at == begun + timedelta(minutes=30)
    assert late_by(clock(fire), room.clock.now()) == timedelta(0), "30:00 is in time"
    loose = replace(wish, clip_id=new_id(), incident_id=None)
    loose_clip = book.begin(loose, room.shift.id)
    book.rolling(loose_clip.id, begun - timedelta(seconds=30))
    found = book.clip(loose_clip.id)
    assert found is not None
    book.tie(room.watch, room.shift.id, found, incident_id=flood.id)
    assert clock(flood).met_at == flood.received_at, "it was filmed already when the call came"
    assert clock(flood).met_by == f"clip:{loose_clip.id}"


def test_a_recording_that_ended_by_itself_is_a_line_to_be_looked_at(desk: Desk) -> None:
    wish = Wish(new_id(), new_id(), "01-F-07", "涵洞", Which.MAIN, desk.room.clock.now(), "", "x", "彭",
                None, Mark.TEST)  # fmt: skip
    ended = Progress(wish, Doing.ENDED, why=Why.DISK_FULL)
    desk.bus.publish(RecordingEnded(Note(wish), ended))
    desk.bus.publish(RecordingEnded(Note(wish), replace(ended, why=None)))
    assert desk.lines() == ["涵洞（01-F-07）录像自行停止：磁盘将满"]


def test_the_time_of_a_frame_is_read_back_from_its_name() -> None:
    at = datetime(2026, 6, 24, 15, 22, 3, tzinfo=UTC)
    assert frame_time(picture_name("云洛_07", at)) == at
    assert frame_time("现场.jpg") is None
    assert frame_time("x_20261399_250000.jpg") is None


def test_what_an_alarm_drafted_is_tied_when_it_is_registered_and_bears_the_mark_of_the_desk(
    desk: Desk,
) -> None:
    """Real radio room: one frame, one draft whatever follows, tied by the key alone, in its shift."""
    room = desk.room
    radio = RadioService(RadioRows(room.db), room.db, DirectJobs(), desk.bus, room.clock, Mark.TEST)
    desk.reactions.close()
    desk.reactions = Reactions(
        desk.bus, DirectJobs(), DirectJobs(), room.clock, desk.session, room.shifts, room.log,
        desk.drafts, lambda _: None, lambda _: None, radio=radio,
    )  # fmt: skip
    for _ in range(3):
        radio.hear(
            Emergency(Heard("A", room.clock.now(), "08b003"), 371105, AlarmKind.BUTTON, 1, None)
        )
    (draft,) = desk.drafts.all()
    key = UUID(draft.key.removeprefix("intake-"))
    said = read(draft.fields["words"], room.clock.now()).said
    assert said.lat is None
    assert "位置不详" in said.course
    made = room.intake.register(room.watch, room.shift.id, key, said)
    assert made.mark is Mark.TEST
    (alarm,) = radio.alarms()
    assert (alarm.id, alarm.incident_id, alarm.mark) == (key, made.id, Mark.TEST)
    frames = RadioRows(room.db).history(Sieve(incident_id=made.id), 9)
    assert [one.shift_id for one in frames] == [room.shift.id] * 3


def test_the_place_of_an_emergency_that_comes_later_is_in_its_draft(desk: Desk) -> None:
    raised = replace(alarm(desk), lat=None, lon=None, placed_at=None)
    desk.bus.publish(raised)
    placed: list[DraftPlaced] = []
    desk.bus.listen(DraftPlaced, placed.append)
    at = desk.room.clock.now()
    desk.bus.publish(RadioAlarmPlaced(raised.alarm_id, 371105, 28.5011, 109.7342, at, "麻栗溪乡"))
    desk.bus.publish(RadioAlarmPlaced(uuid4(), 371102, 28.5, 109.7, at))
    (draft,) = desk.drafts.all()
    said = read(draft.fields["words"], at).said
    assert (said.lat, said.lon, said.township) == (28.5011, 109.7342, "麻栗溪乡")
    assert "电台 20:00 定位" in said.place
    assert "位置不详" not in said.course
    assert [one.key for one in placed] == [raised.alarm_id]


def test_what_another_desk_wrote_of_the_radio_is_so_here(desk: Desk) -> None:
    """Its text is shown, its proposal waits here, and is confirmed here only while the desks meet."""
    room, at = desk.room, desk.room.clock.now()
    radio = RadioService(
        RadioRows(room.db), room.db, DirectJobs(), desk.bus, room.clock, Mark.TEST, desk="desk-a"
    )
    desk.reactions.close()
    desk.reactions = Reactions(
        desk.bus, DirectJobs(), DirectJobs(), room.clock, desk.session, room.shifts, room.log,
        desk.drafts, lambda _: None, lambda _: None, radio=radio,
    )  # fmt: skip
    text = RadioText(
        uuid4(), "A", 371105, False, "", "请回话", TextStep.SENT, "", at, at, "7", "彭例安", None, None,
        Mark.TEST, "desk-b", uuid4(),
    )  # fmt: skip
    proposed = RadioControl(
        uuid4(), ControlKind.STUN, 370602, "铜鼓坪镇", "A", "终端被盗", "7", "彭例安", at,
        at + timedelta(minutes=5), "", "", None, ControlStep.PROPOSED, "", at, Mark.TEST, "desk-b",
    )  # fmt: skip
    with room.db.change("7", "radio.text", ("radio_text", "")) as change:
        change.put("radio_text", text)
        change.put("radio_control", proposed)
    assert radio.lines() == [text]
    assert radio.controls() == [proposed]
    with pytest.raises(Refused) as apart:
        radio.confirm_control(proposed.id, "9", "田某")
    assert apart.value.code == "apart"
    desk.bus.publish(HubChanged(HubState(Phase.UP)))
    assert radio.confirm_control(proposed.id, "9", "田某").confirmed_name == "田某"
