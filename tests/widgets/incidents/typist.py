"""Types half a call into a real intake page with real threads, says "kept", and waits to be killed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.base.jobs import Worker
from tests.deskroom import open_desk
from widgets.incidents.intake import IntakePage
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge
from widgets.tour.hands import write

TOKENS = Path(__file__).parents[3] / "resources" / "theme" / "tokens.toml"


def main(folder: Path) -> None:
    app = QApplication([])
    theme = Theme.load(TOKENS)
    theme.apply(app, "day")
    office = open_desk(folder, theme)
    bridge = Bridge()
    store, disk = Worker("store", bridge.post), Worker("disk", bridge.post)
    desk = replace(office.desk, store=store, disk=disk)
    page = IntakePage(desk, office.room.intake, office.room.log, office.drafts)
    page.show()
    page.calls.kept.connect(lambda _: (sys.stdout.write("kept\n"), sys.stdout.flush()))
    write(page.form.fields["course"].edit, "车间起火,两人失联")
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
