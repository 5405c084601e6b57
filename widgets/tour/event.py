"""One event from the words of the caller to the closed dossier: every page of it, each with its piece."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import QWidget

from app.demo.child import ROOT
from app.demo.watch import DEMO_PIN
from app.dossier.folders import filled
from app.incidents.records import Incident
from app.reports.records import Stage
from widgets.kit.ask import ask
from widgets.tour.doors import Doors
from widgets.tour.film import Film
from widgets.tour.hands import ALT, CTRL, press, write
from widgets.tour.play import Script, Until

LATEST = 200
SHOWN = 14
"""Looks of the player before a picture of a tab is taken."""
FOLDERS = 10
"""So many of the fifteen folders of the closed event hold something."""


def take_suggestions(doors: Doors, film: Film, item: str, wanted: dict[str, str]) -> Script:
    """The words of the caller alone fill the form: Alt+S takes what was heard."""
    page, told = doors.desktop.intake, doors.at(item)
    yield from doors.page("intake")
    yield from doors.fill(page.form.fields["course"], told.text)
    panel = page.side.suggestions
    yield Until("suggestions from the words", lambda: panel.isVisible() and panel.take.isVisible())
    yield doors.settle(SHOWN)
    film.take("intake-suggested-night", doors.desktop.shell.where("intake"))
    press(page.form.first, Qt.Key.Key_S, ALT)
    yield doors.settle()
    held = page.form.values()
    for name, words in wanted.items():
        if words not in str(held[name]):
            raise AssertionError(f"{name} was not suggested: {held[name]!r}")


def command(doors: Doors) -> Script:
    """A team is called out and arrives, an order is given, on the page of the event."""
    detail = doors.desktop.incidents.detail
    yield from _turn(doors, "forces")
    form = detail.forces.forms["force"]
    for name, words in {"team": "县消防救援大队", "people": "11", "vehicles": "2"}.items():
        yield from doors.fill(form.fields[name], words)
    press(form.fields["team"].editor, Qt.Key.Key_Return, CTRL)
    yield Until("the team on the list", lambda: len(_case(doors).forces) == 1)
    for key, time in ((Qt.Key.Key_S, "left_at"), (Qt.Key.Key_R, "arrived_at")):
        doors.forward(timedelta(minutes=8))
        press(doors.desktop.shell.main, key, ALT)
        yield Until(
            f"the team's {time}", lambda t=time: getattr(_case(doors).forces[0], t) is not None
        )
    yield from _turn(doors, "orders", "orders")
    form = detail.orders.forms["order"]
    given = {"giver": "带班领导", "unit": "铜鼓坪镇", "text": "桥头两户救出后立即清点人数回报"}
    for name, words in given.items():
        yield from doors.fill(form.fields[name], words)
    press(form.fields["giver"].editor, Qt.Key.Key_Return, CTRL)
    yield Until("the order on the list", lambda: len(_case(doors).orders) == 1)


def report(doors: Doors, film: Film, out: Path) -> Script:
    """初报: drafted, signed by chief and leader with their PINs, sent; its PDF is kept."""
    desktop = doors.desktop
    incident = desktop.incidents.detail.seen.incident
    page = desktop.reports
    yield from doors.page("reports")
    page.open(incident.id)
    yield Until("the event on the page", lambda: _about(page.incident, incident))
    press(desktop.shell.main, Qt.Key.Key_D, ALT)
    yield from _stage(doors, Stage.DRAFT)
    if "六" not in page.look.report.body and "6人" not in page.look.report.body:
        raise AssertionError("the draft does not tell of the six")
    yield from _next(doors, page.flow.submit)
    yield from _stage(doors, Stage.REVIEW)
    yield from _signed(doors, page.flow.review_here, "彭例安")
    yield from _stage(doors, Stage.ISSUE)
    yield from _signed(doors, page.flow.issue_here, "田演平")
    yield from _stage(doors, Stage.SEND)
    yield from _next(doors, page.flow.send)
    card = page.acts.send_card
    yield Until("the card of the sending", card.isVisible)
    _through(card)
    yield from _stage(doors, Stage.CONFIRM)
    yield Until("the paper of the report", lambda: page.preview.paper is not None, 30)
    yield doors.settle(SHOWN)
    film.take("reports-issued-night", desktop.shell.where("reports"))
    (out / "report.pdf").write_bytes(page.preview.paper.pdf)


def tabs(doors: Doors, film: Film, mode: str, title: str, *, parts: bool = True) -> Script:
    """Every tab of an event that holds something of everything; with `parts` every part of a tab too."""
    yield from open_event(doors, title)
    detail = doors.desktop.incidents.detail
    pieces = _pieces(doors)
    for name, tab in detail.tabs.items():
        for part in [*getattr(tab, "parts", ("",))][: None if parts else 1]:
            yield from _turn(doors, name, part)
            held = pieces[part or name]
            yield Until(f"{part or name} of {title}", held)
            yield doors.settle(SHOWN)
            label = "-".join(word for word in ("incident", name, part, mode) if word)
            film.take(label, doors.desktop.shell.where("incidents"))


def dossier(doors: Doors, film: Film, mode: str, out: Path) -> Script:
    """The folders, the review, and the archive of the event that is shown, checked by another program."""
    detail = doors.desktop.incidents.detail
    yield from _turn(doors, "dossier", "folders")
    view = detail.tabs["dossier"].parts["folders"].view
    yield Until(
        "the folders", lambda: view.look is not None and filled(view.look.drawers) >= FOLDERS
    )
    view.drawers.select("10")
    yield doors.settle(SHOWN)
    film.take(f"incident-dossier-pictures-{mode}", doors.desktop.shell.where("incidents"))
    view.drawers.select("03")
    yield doors.settle(SHOWN)
    press(doors.desktop.shell.main, Qt.Key.Key_R, ALT)
    yield Until("the review", lambda: view.currentWidget() is view.review)
    if not view.review.intervals.records or not view.review.actions.records:
        raise AssertionError("the review has no intervals or nothing to mend")
    yield doors.settle(SHOWN)
    film.take(f"incident-review-{mode}", doors.desktop.shell.where("incidents"))
    view.review.left.emit()
    archive = out / "dossier.zip"
    view.acts.export_to(archive, masked=False)
    yield Until("the archive in the record", lambda: bool(view.look and view.look.exports), 60)
    yield doors.settle()
    film.take(f"incident-dossier-archived-{mode}", doors.desktop.shell.where("incidents"))
    yield from verified(archive)


def verified(archive: Path) -> Script:
    """By a process without this program's record, as on another machine."""
    told = QProcess()
    told.setWorkingDirectory(str(ROOT))
    told.start(sys.executable, ["main.py", "verify-dossier", str(archive)])
    ended = QProcess.ProcessState.NotRunning
    yield Until("the archive checked", lambda: told.state() is ended, 60)
    if told.exitCode() != 0:
        said = bytes(told.readAllStandardOutput().data()).decode("utf-8", "replace")
        raise AssertionError(f"the archive does not hold: {said}")


def statistics(doors: Doors) -> Script:
    """This year beside the last, with its plots."""
    page = doors.desktop.shell.pages["statistics"]
    yield from doors.page("statistics")
    yield Until("the plots", lambda: page.plots is not None, 30)
    yield Until("the figures", lambda: page.look is not None)
    whole = page.look.whole
    if not whole.now.incidents or not whole.before.incidents:
        raise AssertionError("the statistics have no year to compare")


def open_event(doors: Doors, title: str) -> Script:
    desktop, found = doors.desktop, list[Incident]()
    ask(desktop, desktop.desk.store, desktop.rooms.office.intake.latest, LATEST, then=found.extend)
    yield Until("the events", lambda: bool(found))
    one = next(one for one in found if title in one.title)
    yield from doors.page("incidents")
    desktop.incidents.open(one.id)
    detail = desktop.incidents.detail
    yield Until(
        f"the event {title}", lambda: detail.seen is not None and _about(detail.seen.incident, one)
    )


def _turn(doors: Doors, name: str, part: str = "") -> Script:
    detail = doors.desktop.incidents.detail
    detail.turn(name)
    if part:
        detail.tabs[name].turn(part)
    yield doors.settle(2)


def _case(doors: Doors) -> Any:
    return doors.desktop.incidents.detail.seen.case


def _about(shown: Incident | None, wanted: Incident) -> bool:
    return shown is not None and shown.id == wanted.id


def _signed(doors: Doors, button: QWidget, name: str) -> Script:
    """By the PIN of the one who signs; nobody changes seats."""
    yield from _next(doors, button)
    card = doors.desktop.reports.signing.card
    yield Until("the card of the signature", card.isVisible)
    combo = card.fields["officer"].combo
    combo.setCurrentIndex(combo.findText(name, Qt.MatchFlag.MatchStartsWith))
    write(card.fields["pin"].edit, DEMO_PIN)
    press(card.fields["pin"].edit, Qt.Key.Key_Return)


def _through(card: Any) -> None:
    """Enter in every field; the last one sends it off."""
    for field in card.fields.values():
        press(field.editor, Qt.Key.Key_Return)


def _stage(doors: Doors, stage: Stage) -> Script:
    page = doors.desktop.reports
    yield Until(
        f"the report at {stage.name}",
        lambda: page.look is not None and page.look.report.stage is stage,
    )


def _next(doors: Doors, button: QWidget) -> Script:
    """Ctrl+Enter, when its button is offered to who sits here."""
    yield Until("the next step", lambda: button.isVisible() and button.isEnabled())
    press(doors.desktop.shell.main, Qt.Key.Key_Return, CTRL)


def _pieces(doors: Doors) -> dict[str, Callable[[], bool]]:
    """What each tab must show, by its name."""
    detail = doors.desktop.incidents.detail

    def of(part: str, name: str) -> Any:
        return detail.tabs[part].parts[name]

    return {
        "overview": lambda: len(_case(doors).contacts) > 1 and bool(_case(doors).gradings),
        "people": lambda: len(_case(doors).figures) > 3,
        "axis": lambda: len(detail.axis.view.moments) > 20,
        "reports": lambda: len(detail.reported.table.records) > 2,
        "told": lambda: bool(of("orders", "told").table.records),
        "orders": lambda: len(of("orders", "orders").table.records) > 1,
        "plans": lambda: bool(of("orders", "plans").fits.records),
        "sittings": lambda: bool(of("forces", "sittings").table.records),
        "help": lambda: bool(of("orders", "help").table.records),
        "forces": lambda: len(of("forces", "forces").table.records) > 2,
        "headquarters": lambda: bool(_case(doors).headquarters),
        "flights": lambda: of("forces", "flights").isVisible(),
        "consultations": lambda: bool(of("forces", "consultations").table.records),
        "pictures": lambda: bool(_case(doors).files),
        "folders": lambda: of("dossier", "folders").view.look is not None,
        "chronicle": lambda: len(of("dossier", "chronicle").list.lines) > 10,
    }
