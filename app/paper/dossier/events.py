"""Lines in the order of their times: warnings and call-outs, the chronicle."""

from __future__ import annotations

from app.dossier import timeline
from app.dossier.case_file import CaseFile
from app.paper.dossier.frame import Frame
from app.paper.sheet import Printed


def warnings(frame: Frame, case: CaseFile) -> Printed:
    lines = [line for line in case.lines if line.category.value == "预警"]
    sheet = frame.begin(case.incident, "预警与叫应记录")
    frame.lines(
        sheet,
        [(line.at, f"{line.unit} {line.person} {line.text}", line.by_name) for line in lines],
    )
    return frame.end(sheet, "预警与叫应记录")


def chronicle(frame: Frame, case: CaseFile) -> Printed:
    sheet = frame.begin(case.incident, "大事记")
    frame.lines(sheet, [(one.at, one.words, one.by) for one in timeline.chronicle(case)])
    return frame.end(sheet, "大事记")
