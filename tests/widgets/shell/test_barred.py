"""Pages that are not for whoever sits here: neither offered nor shown, and as they were left afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.base.ids import new_id
from app.base.marks import Mark
from app.people.records import Officer, Role
from app.people.rights import Act
from widgets.kit.fields import TextField
from widgets.shell.messages import Kind, State

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def driver(active: bool = True) -> Officer:
    return Officer(new_id(), "李示车", "lsc", Role.DRIVER, True, 9, "", active, Mark.TEST)


def test_a_driver_reads_no_page_and_none_leads_there(qtbot, open_shell, desk, people) -> None:
    shell = open_shell
    shell.finders.append(lambda words: [])
    shell.tear_off("log")
    shell.go("intake")
    field = shell.pages["intake"].findChildren(TextField)[0]
    field.set_value("写了一半")
    desk.session.sign_in(driver())
    for window in shell.windows.values():
        assert not window.pages.isEnabled()
        assert window._shut.isVisible()
        assert not any(button.isEnabled() for button in window.rail.buttons.values())
        assert "驾驶员" in window.rail.buttons["log"].toolTip()
    assert shell.page_offers() == []
    assert tuple(shell.finders_now()) == ()
    shown = shell.main.page
    shell.go("console")
    shell.go_to("log", 1)
    assert shell.main.page is shown
    assert "驾驶员" in shell.status.toast.text
    asked = []
    shell.note_asked.connect(asked.append)
    shell.print_asked.connect(asked.append)
    for key, held in ((Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_P, CTRL)):
        qtbot.keyClick(shell.main, key, held)
    assert asked == []
    desk.session.sign_in(people[2])
    for window in shell.windows.values():
        assert window.pages.isEnabled()
        assert not window._shut.isVisible()
    assert field.value() == "写了一半"
    assert len(shell.finders_now()) == 1


def test_the_main_window_comes_back_to_where_it_was(open_shell, desk, people) -> None:
    shell = open_shell
    shell.pages["console"].rights = (Act.PRESENCE,)
    shell.go("log")
    desk.session.sign_in(driver())
    assert shell.main.page.key == "console"
    assert shell.main.pages.isEnabled()
    desk.session.sign_in(people[2])
    assert shell.main.page.key == "log"


def test_an_alarm_is_shown_and_sounds_but_is_not_answered_by_who_may_not(
    open_shell, desk, people, messages, clock
) -> None:
    shell = open_shell
    messages.tell(Kind.EMERGENCY, "370M 紧急", "位置不明", "alarm", True)
    desk.session.sign_in(driver())
    assert shell.main.banner.isVisible()
    assert shell.main.banner.geometry().right() < shell.main.strip.clock_left()
    shell.answer("alarm")
    assert messages.find("alarm").state is State.UNANSWERED
    assert "驾驶员" in shell.status.toast.text
    desk.session.sign_in(people[2])
    shell.answer("alarm")
    assert messages.find("alarm").answered_by == people[2].name
