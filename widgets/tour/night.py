"""The compressed flood night: which items, by which door, and what must be seen of each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from app.atlas.layers import Layer
from app.base.attachments import Attachment
from app.demo.opening import WALL
from app.demo.watch import DEMO_PIN
from app.handover.records import HandoverState, Side
from app.handover.states import unacknowledged, unreasoned
from app.radio.events import TextStep
from app.radio.records import RadioText
from app.video.states import State
from widgets.handover.page import HandoverPage
from widgets.kit.ask import ask
from widgets.tour import devices, event
from widgets.tour.doors import Doors
from widgets.tour.film import Film
from widgets.tour.hands import ALT, CTRL, click, press, write
from widgets.tour.play import Script, Until

FLOOD = {
    "kind": "内涝",
    "happened": "21:40",
    "place": "云洛镇下梨坡社区农贸市场、铁路桥洞",
    "course": "农贸市场积水，铁路桥洞水深到膝盖，一台车熄火，人已出来，请交警封桥洞",
    "dead": "0",
    "hurt": "0",
    "needs": "交警封桥洞",
}
TORRENT = {
    "kind": "山洪",
    "happened": "23:15",
    "place": "铜鼓坪镇老榆塘村桥头",
    "course": "山洪下来，桥头两户被围，六个人上了屋顶，水太急过不去",
    "dead": "0",
    "trapped": "6",
    "needs": "消防橡皮艇",
}

PAINTED, DRAWN = 24, 40
"""Looks of the player until a page has read and painted itself; the map takes longer."""
FIRE = "前松坝社区房屋火灾"
"""An event that goes on, with something of everything."""
ENDED = "上柳滩社区山洪"
"""One that is closed, with its dossier."""


def night(doors: Doors, film: Film, out: Path) -> Script:
    """Everything must be seen, or the tour fails there."""
    yield from _evening(doors)
    yield from _flood(doors, film)
    yield from _torrent(doors, film, out)
    yield from _cut_off(doors)
    yield from devices.unsteady(doors, film, "night")
    yield from devices.spoken(doors, film)
    yield from _emergency(doors)
    yield from _pictures(doors, film, "night")
    yield from event.statistics(doors)
    yield from event.tabs(doors, film, "night", FIRE, parts=False)
    yield from _morning(doors)
    yield from doors.dress("day")
    yield from devices.put_aside(doors, film, "day")
    yield from devices.unsteady(doors, film, "day")
    yield from _pictures(doors, film, "day")
    yield from event.tabs(doors, film, "day", ENDED)
    yield from event.dossier(doors, film, "day", out)
    yield from _handover(doors, film, out)


def _evening(doors: Doors) -> Script:
    yield from doors.sign_in("向示月", "xsy")
    yield from doors.visit("FN001")
    yield from doors.warning("FN002")
    for item in ("FN004", "FN005", "FN006", "FN007", "FN008", "FN009"):
        number = doors.radio(item).who["radio_id"]
        yield Until(f"radio {number} on-line", lambda n=number: _heard(doors, n))
    yield from devices.hills(doors)
    yield from doors.telephone("FN010")
    doors.radio("FN012")
    yield Until("the radio call in the log", lambda: doors.logged("终端 371202"))
    yield from _hang(doors)
    yield from doors.warning("FN018")
    yield from doors.answer()
    yield from doors.visit("FN019")


def _hang(doors: Doors) -> Script:
    """Nine cameras on the wall, each live; the first is taken down and hung again by its key."""
    doors.camera("FN013")
    board = doors.desktop.board
    yield Until("the camera directory", lambda: bool(board.cameras) and board.tiles[0] is not None)
    first = board.tiles[0]
    board.hang(1, None)
    yield doors.settle()
    board.hang(1, first)
    for code in WALL:
        yield Until(f"camera {code} live", lambda c=code: doors.shown(c) is State.LIVE, 40)


def _flood(doors: Doors, film: Film) -> Script:
    """The first incident by the ringing telephone, and the camera at the underpass that freezes and is shown
    as frozen."""
    yield from devices.put_aside(doors, film, "night")
    yield from devices.called(doors, film, "FN021", FLOOD)
    yield from doors.click_map(*doors.place("下梨坡社区", "云洛镇"))
    yield from doors.register()
    yield from doors.reported(2)
    doors.camera("FN023")
    yield Until("the frozen picture shown so", lambda: doors.shown(WALL[0]) is State.STALE, 5)
    doors.radio("FN030")
    yield Until("the position on the map", lambda: _on_map(doors, 370302))


def _torrent(doors: Doors, film: Film, out: Path) -> Script:
    yield from event.take_suggestions(doors, film, "FN040", {"kind": "山洪", "place": "老榆塘"})
    yield from doors.intake("FN040", TORRENT)
    yield from doors.click_map(*doors.place("老榆塘村", "铜鼓坪镇"))
    yield from doors.register()
    yield from doors.reported(2)
    yield from event.command(doors)
    yield from event.report(doors, film, out)
    doors.camera("FN042")
    doors.camera("FN044")
    dead = (State.LOST, State.BACKOFF, State.NOT_FOUND)
    yield Until("the lost camera shown as lost", lambda: doors.shown(WALL[0]) in dead, 10)
    yield from _snapshot(doors, "06-D-01")
    yield from doors.warning("FN045")
    yield from doors.answer()
    yield from doors.visit("FN046")
    doors.radio("FN052")
    yield Until("the text in the log", lambda: doors.logged("老榆塘6人全部救出"))


def _snapshot(doors: Doors, code: str) -> Script:
    """A still through the camera page: on the disk, and in the log with its hash."""
    yield from doors.page("video")
    camera = next(one for one in doors.desktop.board.cameras if one.code == code)
    incident = doors.desktop.incidents.detail.seen.incident
    doors.desktop.video.tie(incident.id)
    doors.desktop.video.snapshot(camera)
    yield Until("the snapshot in the log", lambda: doors.logged(f"（{code}）"))
    line = doors.line(f"（{code}）")
    found: list[Attachment] = []
    desktop = doors.desktop
    read = desktop.rooms.office.attachments.of_entry
    ask(desktop, desktop.desk.store, read, line.id, then=found.extend)
    yield Until("the picture of the line", lambda: bool(found))
    if not found[0].name.startswith(code) or line.incident_id != incident.id:
        raise AssertionError("the line of the snapshot does not carry its picture and its incident")


def _cut_off(doors: Doors) -> Script:
    """Three cuts: a text goes out to the radio of the township, and is delivered."""
    yield from doors.visit("FN083")
    yield from doors.page("radio")
    keypad = doors.desktop.radio.keypad
    yield from doors.fill(keypad.target, "371001")
    yield from doors.type_into(keypad.words.editor, "每半小时喊一次，收到请回")
    click(keypad.send_button)
    yield Until("the text delivered", lambda: _delivered(doors, 371001), 30)


def _delivered(doors: Doors, radio: int) -> bool:
    lines = doors.desktop.rooms.office.radio.lines()
    texts = [line for line in lines if isinstance(line, RadioText) and line.target == radio]
    return bool(texts) and texts[-1].step is TextStep.DELIVERED


def _emergency(doors: Doors) -> Script:
    """Banner without the focus, map, log, draft; answered by name; cleared by the radio itself."""
    yield from doors.page("console")
    quick = doors.desktop.console.quick
    quick.setFocus()
    write(quick.edit, "麻栗溪值班室 03:31 ")
    doors.radio("FN097")
    messages = doors.desktop.messages
    yield Until("the emergency", lambda: any(m.emergency for m in messages.unanswered()), 5)
    if not quick.edit.hasFocus() or not quick.edit.text().startswith("麻栗溪值班室"):
        raise AssertionError("the emergency took the focus or the words")
    yield Until("the emergency in the log", lambda: doors.logged("终端 371105"))
    yield Until("the pulse on the map", lambda: "371105" in doors.desktop.model.pulsing)
    press(quick.edit, Qt.Key.Key_Return, CTRL)
    yield Until("the line that was being typed", lambda: doors.logged("麻栗溪值班室 03:31"))
    calls = doors.desktop.intake.calls
    yield Until(
        "the draft of an incident",
        lambda: any("371105" in str(sheet.fields.get("course")) for sheet in calls.sheets),
    )


def _pictures(doors: Doors, film: Film, mode: str) -> Script:
    """Every page and every window in this look."""
    desktop = doors.desktop
    for key in desktop.shell.pages:
        yield from doors.page(key)
        if key == "intake":
            yield from _fullest_sheet(doors)
        yield doors.settle(DRAWN if key == "map" else PAINTED)
        film.take(f"{key}-{mode}", desktop.shell.where(key))
        if key in ("rollcall", "study"):
            yield from _sheets(doors, film, key, mode)
    film.take(f"wall-{mode}", desktop.wall)
    yield from _wall(doors, film, mode)


def _wall(doors: Doors, film: Film, mode: str) -> Script:
    """Looked at closely, with other layouts, with its lists; then as it was."""
    wall, board = doors.desktop.wall, doors.desktop.board.boards[0]
    wall.enlarge(2)
    wall.tiles[1].zoom(2.0)
    yield doors.settle(PAINTED)
    film.take(f"wall-zoomed-{mode}", wall)
    wall.tiles[1].zoom(1.0)
    wall.enlarge(0)
    for layout in (17, 25):
        board.show_layout(layout)
        yield doors.settle(PAINTED)
        film.take(f"wall-{layout}-{mode}", wall)
    board.undo()
    board.undo()
    wall.ask_scenes()
    yield doors.settle(PAINTED)
    film.take(f"wall-scenes-{mode}", wall)
    wall.step_back()


def _sheets(doors: Doors, film: Film, key: str, mode: str) -> Script:
    """What lies behind the first sheet of a page, and behind the first part of that of roll calls; all of it
    is turned back after."""
    page = doors.desktop.shell.pages[key]
    first, *others = page.sheets
    parts = list(page.radio_roll.parts) if key == "rollcall" else []
    for name in [*others, *parts[1:]]:
        page.open(name)
        yield doors.settle(PAINTED)
        film.take(f"{key}-{name}-{mode}", doors.desktop.shell.where(key))
    for name in (*parts[:1], first):
        page.open(name)
    yield doors.settle()


def _fullest_sheet(doors: Doors) -> Script:
    calls = doors.desktop.intake.calls
    fullest = max(calls.sheets, key=lambda sheet: len(sheet.fields))
    doors.desktop.intake.show_call(str(fullest.key))
    yield doors.settle()


def _morning(doors: Doors) -> Script:
    """The emergency is answered by name and cleared; the camera comes back; a draft is finished."""
    desktop = doors.desktop
    yield from doors.page("console")
    press(desktop.shell.main, Qt.Key.Key_Return, ALT)
    yield Until(
        "the emergency answered",
        lambda: (
            not desktop.messages.unanswered()
            or not any(m.emergency for m in desktop.messages.unanswered())
        ),
    )
    for calls, item in enumerate(("FN098", "FN102"), 1):
        doors.radio(item)
        yield Until("the call ended", lambda n=calls: doors.count("终端 371105 通话组") >= n)
    doors.radio("FN103")
    alarms = desktop.rooms.office.radio.alarms
    yield Until("the emergency cleared", lambda: all(a.cleared_at is not None for a in alarms()))
    yield Until("the loss in the log", lambda: doors.logged("01-F-07）自"), 60)
    doors.camera("FN125")
    yield Until("the camera back", lambda: doors.shown(WALL[0]) is State.LIVE, 60)
    yield Until("the outage in the log", lambda: doors.logged("01-F-07）恢复"), 20)


def _handover(doors: Doors, film: Film, out: Path) -> Script:
    """Both crews sign, item by item; the sheet is kept as PDF."""
    desktop = doors.desktop
    doors.at("FN156")
    yield from doors.page("handover")
    page = desktop.handover
    page.go_on()
    yield Until("the sheet", lambda: page.sheet is not None)
    yield from _say_why(doors)
    yield from _sign(doors, "彭例安")
    yield Until("signed over", lambda: _state(doors) not in (None, HandoverState.DRAFT))
    doors.at("FN157")
    yield from _acknowledge(doors)
    film.take("handover-half", desktop.shell.where("handover"))
    doors.at("FN160")
    yield from _sign(doors, "翟示梅")
    yield Until("in force", lambda: page.sheet is not None and page.sheet.in_force)
    yield from _sign(doors, "田演平")
    yield Until("the paper with the leader's name kept", lambda: _kept(page), 30)
    yield doors.settle(40)
    film.take("handover-day", desktop.shell.where("handover"))
    (out / "handover.pdf").write_bytes(page.preview.paper.pdf)


def _kept(page: HandoverPage) -> bool:
    """The leader's name makes another paper than the one of a moment ago."""
    if page.on_paper is None or not page.on_paper.signed(Side.LEADER):
        return False
    return page.preview.paper.sha256 == page.sheet.handover.sheet_sha256


def _say_why(doors: Doors) -> Script:
    """A form that nobody registered goes on with its reason."""
    page = doors.desktop.handover
    for _ in range(20):
        left = unreasoned(page.sheet.items, page.sheet.notes)
        if not left:
            return
        page.outline.go_to(left[0].section)
        page.items.go_to(left[0].id)
        page.items.setFocus()
        press(page.items, Qt.Key.Key_K, ALT)
        yield Until("the card", page.talk.card.isVisible)
        write(page.talk.card.words.edit, "报警已解除，误触，不再登记")
        press(page.talk.card.words.edit, Qt.Key.Key_Return)
        yield Until(
            "the reason kept",
            lambda n=len(left): len(unreasoned(page.sheet.items, page.sheet.notes)) < n,
        )
    raise AssertionError("a draft stays without a reason")


def _sign(doors: Doors, name: str) -> Script:
    """Through the panel of the page: the person, the PIN."""
    page = doors.desktop.handover
    yield Until("the main button", page.main.isEnabled)
    page.go_on()
    yield from _panel(doors, name)


def _panel(doors: Doors, name: str) -> Script:
    panel = doors.desktop.handover.signing
    yield Until("the panel", panel.isVisible)
    combo = panel.person.combo
    found = [n for n in range(combo.count()) if name in combo.itemText(n)]
    if not found:
        raise AssertionError(f"{name} may not sign here")
    combo.setCurrentIndex(found[0])
    write(panel.pin.edit, DEMO_PIN)
    press(panel.pin.edit, Qt.Key.Key_Return)
    yield Until(f"{name} accepted", lambda: not panel.isVisible(), 30)


def _acknowledge(doors: Doors) -> Script:
    """Space on every item, by somebody of the incoming crew."""
    page = doors.desktop.handover
    page.items.setFocus()
    for _ in range(400):
        if not _left(doors):
            return
        press(page.items, Qt.Key.Key_Space)
        yield doors.settle(6)
        if page.signing.isVisible():
            yield from _panel(doors, "单演达")
    raise AssertionError(f"{_left(doors)} items cannot be acknowledged")


def _left(doors: Doors) -> int:
    sheet = doors.desktop.handover.sheet
    return len(unacknowledged(sheet.items)) if sheet else 0


def _state(doors: Doors) -> HandoverState | None:
    sheet = doors.desktop.handover.sheet
    return None if sheet is None else sheet.handover.state


def _on_map(doors: Doors, radio: int) -> bool:
    return doors.desktop.model.item(Layer.RADIO, str(radio)) is not None


def _heard(doors: Doors, radio: int) -> bool:
    return doors.desktop.rooms.office.radio.seen(radio).last_heard is not None
