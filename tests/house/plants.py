"""One planted violation for every import contract, and which contracts then break.

Run as `python -m tests.house.plants COPY`: COPY holds app, widgets, db and pyproject.toml, and is
read in this fresh process, so that the packages found are the copies. Prints as JSON the
contracts broken before any plant, and of each plant its contract when that breaks.
"""

from __future__ import annotations

import json
import os
import sys
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

from grimp import ImportGraph
from importlinter import configuration
from importlinter.application import use_cases
from importlinter.application.app_config import settings
from importlinter.application.ports.building import GraphBuilder
from importlinter.application.ports.reporting import Report


class Plant(NamedTuple):
    """`line` put into `file` breaks `contract`. What is not there yet is made for the occasion."""

    contract: str
    file: str
    line: str


SIDES = "widgets and db stand side by side on app"
FLOORS = "the floors of app"
PLANTS = (
    Plant(SIDES, "widgets/kit/desk.py", "import db.engine"),
    Plant(SIDES, "db/engine.py", "import widgets.kit.desk"),
    Plant(SIDES, "app/people/session.py", "from db import engine"),
    Plant(SIDES, "app/duty/log.py", "import widgets.kit.desk"),
    Plant("nobody imports main", "app/base/bus.py", "import main"),
    Plant("nobody imports main", "db/tasks.py", "import console"),
    Plant(FLOORS, "app/base/bus.py", "import app.duty.records"),
    Plant(FLOORS, "app/rescue/records.py", "import app.duty.records"),
    Plant(FLOORS, "app/duty/log.py", "import app.people.signin"),
    Plant(FLOORS, "app/incidents/intake.py", "import app.reports.deadlines"),
    Plant(FLOORS, "app/plans/planbook.py", "import app.incidents.records"),
    Plant(FLOORS, "app/duty/responses.py", "import app.plans.records"),
    Plant(FLOORS, "app/dossier/archive.py", "import app.handover.records"),
    Plant(FLOORS, "app/drills/service.py", "import app.dossier.records"),
    Plant(FLOORS, "app/incidents/intake.py", "import app.drills.records"),
    Plant(FLOORS, "app/unplaced/__init__.py", "import app.base.bus"),
    Plant("screens and store know no consequences", "widgets/kit/desk.py", "import app.reactions"),
    Plant("screens and store know no consequences", "db/engine.py", "import app.demo"),
    Plant("screens and store know no consequences", "widgets/kit/desk.py", "import app.demo"),
    Plant("screens and store print nothing", "db/engine.py", "import app.paper.sheet"),
    Plant("Qt only in widgets", "app/duty/log.py", "from PySide6.QtCore import QObject"),
    Plant("Qt only in widgets", "db/engine.py", "import PySide6.QtSql"),
    Plant("SQLAlchemy only in db", "app/duty/log.py", "import sqlalchemy as sa"),
    Plant("SQLAlchemy only in db", "widgets/kit/desk.py", "from sqlalchemy import select"),
    Plant("psycopg only on the line to the hub", "db/exchange/planted.py", "import psycopg.pq"),
    Plant("psycopg only on the line to the hub", "widgets/kit/desk.py", "import psycopg"),
    Plant("alembic only in the migrations", "db/engine.py", "from alembic import op"),
    Plant("alembic only in the migrations", "app/base/bus.py", "import alembic.config"),
    Plant("cryptography only in the key file", "app/base/secrets.py", "import cryptography"),
    Plant(
        "cryptography only in the key file",
        "db/engine.py",
        "from cryptography.fernet import Fernet",
    ),
    Plant(
        "openpyxl only where spreadsheets are read and written",
        "app/people/planted.py",
        "from openpyxl import Workbook",
    ),
    Plant(
        "chinese_calendar only where days off are seeded",
        "widgets/kit/desk.py",
        "import chinese_calendar",
    ),
    Plant("serial only in the ports", "app/radio/planted.py", "import serial.tools"),
    Plant("serial only in the ports", "widgets/kit/desk.py", "from serial import Serial"),
    Plant(
        "nobody imports the simulated devices",
        "app/radio/service.py",
        "from app.radio.simulator.world import World",
    ),
    Plant(
        "nobody imports the simulated devices", "app/demo/stage.py", "import app.radio.simulator"
    ),
    Plant(
        "nobody imports the simulated devices",
        "app/phone/telephones.py",
        "from app.phone.simulator import Modem",
    ),
    Plant("av only in the camera files", "widgets/kit/desk.py", "from av import open"),
    Plant("onveef and httpx only where cameras are asked", "widgets/kit/desk.py", "import httpx"),
    Plant("cv2 only where stills are made", "app/video/planted.py", "import cv2"),
    Plant(
        "reportlab only in paper", "app/handover/planted.py", "from reportlab.pdfgen import canvas"
    ),
    Plant("reportlab only in paper", "widgets/kit/desk.py", "import fontTools.ttLib"),
    Plant("pyqtgraph only in the plots", "widgets/statistics/planted.py", "import pyqtgraph as pg"),
    Plant("pyqtgraph only in the plots", "widgets/kit/desk.py", "from pyqtgraph import PlotWidget"),
    Plant("Qt only in widgets", "app/incidents/planted.py", "import pyqtgraph"),
    Plant("folium only in the map page", "widgets/atlas/planted.py", "import folium"),
    Plant("folium only in the map page", "app/atlas/planted.py", "import folium"),
    Plant("folium only in the map page", "widgets/shell/planted.py", "import folium"),
)


def main(copy: Path) -> None:
    """The tree is read twice, bare and with all plants in it; of each plant its own import is kept."""
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    tree = _look()
    found = [_broken(tree)]
    for plant in PLANTS:
        file = copy / plant.file
        _make(file)
        _make_module(copy, plant.line)
        with file.open("a", encoding="utf-8") as text:
            text.write(f"\n{plant.line}\n")
    planted = _look().graph
    for plant in PLANTS:
        graph = _with(tree.graph, planted, plant)
        found.append(_broken(_look(graph, plant.contract)))
    print(json.dumps(found))  # noqa: T201  the answer of this program


def _make(file: Path) -> None:
    """Make `file` and the packages around it, as far as they are not there."""
    for folder in reversed(file.parents):
        if not folder.exists():
            folder.mkdir()
            (folder / "__init__.py").touch()
    file.touch()


def _make_module(copy: Path, line: str) -> None:
    """The module of our own that `line` names, when no room has it yet."""
    module = line.split()[1]
    if module.startswith("app.") and not (copy / module.replace(".", "/")).is_dir():
        _make(copy / f"{module.replace('.', '/')}.py")


def _with(bare: ImportGraph, planted: ImportGraph, plant: Plant) -> ImportGraph:
    """The bare tree, and what the reader found in the line of this plant."""
    graph = deepcopy(bare)
    file = plant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for named in planted.find_modules_directly_imported_by(file):
        for found in planted.get_import_details(importer=file, imported=named):
            if found["line_contents"] == plant.line:
                for module in (file, named):
                    graph.add_module(module, is_squashed=planted.is_module_squashed(module))
                graph.add_import(**found)
    return graph


def _look(graph: ImportGraph | None = None, only: str = "") -> Report:
    """What the linter says of the copy as it lies on the disk, or of a graph that was read before."""
    configuration.configure()
    if graph is not None:
        settings.configure(GRAPH_BUILDER=_Held(graph))
    options = use_cases.read_user_options("pyproject.toml")
    use_cases._register_contract_types(options)
    if only:
        options.contracts_options = [
            one for one in options.contracts_options if one["name"] == only
        ]
    report = use_cases.create_report(options, cache_dir=None)
    if report.invalid_contract_options:
        raise SystemExit(str(report.invalid_contract_options))
    return report


def _broken(report: Report) -> list[str]:
    return [one.name for one, check in report.get_contracts_and_checks() if not check.kept]


class _Held(GraphBuilder):
    """In the place of what reads the tree anew for every look."""

    def __init__(self, graph: ImportGraph) -> None:
        self._graph = graph

    def build(self, *_: object, **__: object) -> ImportGraph:
        return self._graph


if __name__ == "__main__":
    main(Path(sys.argv[1]))
