"""Acts in a narrow window, and titles that grow: nothing is cut."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from widgets.kit.flow import Flow
from widgets.kit.panel import Panel


def test_what_does_not_fit_goes_into_the_next_line(qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = Flow(4, box)
    buttons = [QPushButton(f"第 {n} 个按钮") for n in range(6)]
    for button in buttons:
        button.setFixedSize(100, 20)
        flow.addWidget(button)
    box.resize(320, 60)
    box.show()
    qtbot.waitExposed(box)
    assert [button.y() for button in buttons] == [0, 0, 0, 24, 24, 24]
    assert flow.heightForWidth(1000) == 20
    assert flow.heightForWidth(320) == 20 * 2 + 4
    assert flow.heightForWidth(50) == 20 * 6 + 4 * 5
    buttons[0].hide()
    flow.activate()
    flow.setGeometry(box.rect())
    assert [button.y() for button in buttons[1:]] == [0, 0, 0, 24, 24]


def test_a_longer_title_has_its_room_at_once(qtbot, theme) -> None:
    panel = Panel(theme, "通讯录", "200 人")
    qtbot.addWidget(panel)
    panel.resize(400, 200)
    panel.show()
    qtbot.waitExposed(panel)
    panel.set_title("查找结果")
    assert panel._title.width() >= panel._title.sizeHint().width()
