"""The health board over a real record: worst first, unknown is unknown, as a workbook and on paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.base import spreadsheet
from app.base.bus import Changed
from app.base.marks import Mark
from app.video.facts import CameraStateChanged
from app.video.health import Health
from app.video.judging import Doubt, Judges, PictureDoubted, load_rules
from app.video.states import Reason, State
from app.video.troublekeeping import TroubleKeeper, Troubles
from app.video.view import Status
from db.stores.troubles import TroubleRows
from widgets.video.badges import Badges
from widgets.video.health_view import HealthRooms, HealthView
from widgets.wiring.doubts import DoubtBadges

RULES = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "video.toml")


class Engine:
    """What the board asks of the engine: how each camera is."""

    def __init__(self) -> None:
        self.told: dict = {}

    def status(self, camera_id):
        return self.told.get(camera_id)


def test_the_board_tells_who_is_down_and_since_when(
    qtbot, desk, room, board, four, tmp_path
) -> None:
    clock, engine = desk.clock, Engine()
    judges = Judges(RULES, desk.bus.publish)
    troubles = Troubles(room.db, TroubleRows(room.db), "desk-a")
    keeper = TroubleKeeper(desk.bus, desk.store, clock, troubles, judges, "desk-a", Mark.TEST)
    badges = Badges()
    marks = DoubtBadges(desk, badges, judges)
    rooms = HealthRooms(engine, troubles, keeper, judges, lambda rows, counts: None)
    view = HealthView(desk, board, rooms)
    qtbot.addWidget(view)
    view.resize(1400, 800)
    view.show()
    lost, live, doubted = four[0], four[1], four[2]
    for camera, state in ((lost, State.LOST), (live, State.LIVE), (doubted, State.LIVE)):
        reason = Reason.CUT if state is State.LOST else Reason.NONE
        engine.told[camera.id] = Status(
            state,
            reason,
            clock.now(),
            0.0,
            tries=3,
            fps=25.0,
            kbit_s=800.0,
            key_every_s=2.0,
            lost=7,
        )
        desk.bus.publish(CameraStateChanged(camera.id, state, reason, clock.now()))
    judge, _ = judges._of(doubted.id)
    judge._courses[Doubt.BLACK].stands = True
    desk.bus.publish(PictureDoubted(doubted.id, Doubt.BLACK, clock.now()))
    assert badges.of(doubted.id)[0].words == "黑屏"
    qtbot.waitUntil(lambda: len(view.table.records) == 4)
    assert [row.health for row in view.table.records] == [
        Health.DOWN, Health.DOUBTED, Health.LIVE, Health.UNKNOWN,
    ]  # fmt: skip
    columns = {column.title: column.text for column in view._columns()}
    told = [columns[name](view.table.records[2]) for name in (
        "Stream", "Key frame every", "Pictures lost in 1 h", "Reconnects in 1 h",
    )]  # fmt: skip
    assert told == ["25 fps 800 k", "2.0 s", "7", "0"]
    assert columns["Pictures lost in 1 h"](view.table.records[3]) == "—", "nobody looks at it"
    view.table.view.selectRow(2)
    assert "every 2.0 s, in 1 h 7 pictures" in view._past_panel._note.text()
    keeper._taken_s -= 60
    room.clock.forward(timedelta(seconds=60))
    keeper.watching._open[next(iter(keeper.watching._open))].begun_s -= 60
    keeper.tick()
    desk.bus.publish(Changed("camera_trouble", ""))
    view.table.view.selectRow(0)
    qtbot.waitUntil(lambda: len(view.past.records) == 1)
    assert view.past.records[0].reason == "连接被切断"
    view.part.set_value("bad")
    view._redraw(now=True)
    assert [row.camera for row in view.table.records] == [lost, doubted]
    place = tmp_path / "out.xlsx"
    view.hand_out(str(place))
    qtbot.waitUntil(place.exists)
    head, first, *_ = spreadsheet.read(place)
    assert (head[0], first[0], first[4]) == ("编号", lost.code, "中断（连接被切断）")
    assert (head[16], first[14:]) == ("关键帧间隔（秒）", ["—", "—", "2.0", "7"])
    faults = []
    view.fault_wanted.connect(faults.append)
    view.table.view.selectRow(0)
    view.report()
    assert faults == [f"视频 {lost.name}（{lost.code}）"]
    del marks
