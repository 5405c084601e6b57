"""A dossier with something in most folders, on a real little desk."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from app.base.attachments import attach
from app.base.drafts import Drafts
from app.base.ids import new_id
from app.base.jobs import Jobs
from app.base.marks import Mark
from app.dossier.folders import load_folders
from app.dossier.service import Dossiers
from app.duty.log import Line
from app.duty.records import Category
from app.incidents.command import Command, Sent
from app.incidents.records import Incident
from app.incidents.said import Said
from app.paper.dossier_export import DossierExport
from app.paper.fonts import Fonts
from app.paper.report_sheet import ReportPaper, report_pdf
from app.people.covering import covered_text
from app.reports.records import Report, ReportKind, Stage
from db.stores.command import CommandRows
from db.stores.dossier import DossierRows
from tests.deskroom import DeskRoom, attached
from tests.rooms import RULES, Room
from widgets.dossier.cabinet import Cabinet
from widgets.dossier.folders import DossierView
from widgets.duty.files import Attached

FONTS = Fonts()


def flood(office: DeskRoom) -> Incident:
    said = Said(
        course="下梨坡社区居民来电：河水漫进院子，六个人爬到屋顶上去了",
        place="铜鼓坪镇老榆塘村",
        reporter_unit="老榆塘村",
        reporter_name="田示坤",
        reporter_phone="000-0000-7250",
    )
    room = office.room
    return room.intake.register(room.watch, room.shift.id, new_id(), said)


def cabinet(office: DeskRoom) -> Cabinet:
    return cabinet_of(office.room, attached(office), office.drafts, office.desk.disk)


def cabinet_of(room: Room, held: Attached, drafts: Drafts, jobs: Jobs) -> Cabinet:
    folders = load_folders(RULES.parent / "dossier.toml")
    dossiers = Dossiers(
        room.db, DossierRows(room.db), folders, room.log, room.db.head, room.clock, Mark.TEST
    )
    archive = DossierExport(
        FONTS,
        "示范县应急管理局",
        held.door,  # type: ignore[arg-type]
        lambda report: report_pdf(
            FONTS,
            ReportPaper(report, "示范县应急管理局", "000-0000-0000"),
            report.issued_at or room.clock.now(),
        ),
        covered_text,
    )
    return Cabinet(
        dossiers, archive, held, drafts, jobs, lambda taken: "；".join(one.plan for one in taken)
    )


def picture(colour: str = "slategray") -> bytes:
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def file_it(office: DeskRoom, one: Incident, name: str, content: bytes) -> None:
    filed = attached(office).door.keep(content, name)
    with office.room.db.change("x", "test", ("incident", str(one.id))) as change:
        attach(change, [filed], by="x", by_name="向示月", mark=Mark.TEST, incident_id=one.id)


def filled(office: DeskRoom) -> Incident:
    one, room = flood(office), office.room
    file_it(office, one, "屋顶截图 21:58.png", picture())
    file_it(office, one, "通话录音.wav", b"RIFF")
    file_it(office, one, "乡镇情况.txt", "水位已退 20 厘米，六人全部转移。".encode())
    line = Line("县气象台发布暴雨橙色预警", category=Category.WARNING, incident_id=one.id)
    room.log.write(room.watch, room.shift.id, line)
    command = Command(room.db, CommandRows(room.db), room.log, room.clock, Mark.TEST)
    command.send(room.watch, room.shift.id, one, Sent("县消防救援大队", people=12, vehicles=2))
    command.order(room.watch, room.shift.id, one, "彭例安", "铜鼓坪镇", "立即转移两户六人")
    issue(room, one)
    return one


def issue(room: Room, one: Incident) -> Report:
    now = room.clock.now()
    report = Report(
        id=new_id(), incident_id=one.id, kind=ReportKind.FIRST, seq=0, year=2026, year_no=7,
        stage=Stage.SEND, title="关于铜鼓坪镇老榆塘村内涝的报告",
        body="县委、县政府：\n6月24日20时许，铜鼓坪镇老榆塘村发生内涝，六人被困屋顶。", message="", script="",
        bulletin="", own_body=False, own_message=False, own_script=False, own_bulletin=False,
        facts="{}", as_of=now, to=("县委办公室",), also=(), copies=3, drafted_by="x",
        drafted_name="向示月", drafted_at=now, reviewed_by="y", reviewed_name="彭例安",
        issued_by="z", issued_name="翟示梅", issued_at=now, signed=True, corrects=None,
        mark=Mark.TEST,
    )  # fmt: skip
    with room.db.change("x", "test", ("incident", str(one.id))) as change:
        change.put("report", report)
    return report


def filled_view(office: DeskRoom) -> DossierView:
    view = DossierView(office.desk, cabinet(office))
    view.show_incident(filled(office).id)
    return view
