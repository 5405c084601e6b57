"""The whole way: simulator process, pty, link thread, service, store."""

from __future__ import annotations

import threading
from pathlib import Path

from app.base.bus import Bus
from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.jobs import Worker
from app.base.marks import Mark
from app.base.ports.line import Port
from app.radio import facts
from app.radio.batches import Recipient
from app.radio.events import TextStep
from app.radio.hytera.hrnp import Framer
from app.radio.hytera.profile import Profile
from app.radio.hytera.session import HrnpSession
from app.radio.link import RadioLink
from app.radio.service import Gateway, RadioService
from db.engine import Database
from db.stores.radio import RadioRows
from tests.app.radio.simulator_process import SimulatorProcess
from tests.blank import blank


def test_an_emergency_from_the_button_to_the_record(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    clock = SystemClock()
    bus = Bus(lambda call: call())
    worker = Worker("store", lambda call: call())
    db = Database(blank(tmp_path / "duty.db"), "desk", clock, bus.publish)
    service = RadioService(RadioRows(db), db, worker, bus, clock, Mark.TEST)
    link = RadioLink(Port(str(simulator.link)), Framer(), HrnpSession("A"), service.hear, clock)
    service.attach(Gateway("A", "网关 A", str(simulator.link)), link)
    raised, delivered = threading.Event(), threading.Event()
    bus.listen(facts.RadioAlarmRaised, lambda _fact: raised.set())
    bus.listen(
        facts.RadioTextStateChanged,
        lambda fact: delivered.set() if fact.step == TextStep.DELIVERED else None,
    )
    link.start()
    try:
        simulator.say("emergency 371105 28.5011 109.7342")
        assert raised.wait(10)
        alarm = service.alarms()[0]
        service.answer_alarm(alarm.id, str(new_id()), "彭例安")
        service.send_text(370101, "已派人,原地等候", "7", "彭例安")
        assert delivered.wait(10)
    finally:
        assert link.stop()
        assert worker.close()
    assert service.unsaved == 0
    (kept,) = RadioRows(db).open_alarms()
    assert kept.answered_name == "彭例安"
    assert kept.raw.startswith("7e0400")
    assert RadioRows(db).latest_texts(1)[0].step == TextStep.DELIVERED
    assert db.verify().bad is None
    db.close()


def test_one_text_to_more_radios_than_the_queue_has_places_reaches_each_once(
    tmp_path: Path,
) -> None:
    numbers = range(371001, 371091)
    simulator = SimulatorProcess(tmp_path / "gateway", tuple(numbers))
    clock, bus = SystemClock(), Bus(lambda call: call())
    worker = Worker("store", lambda call: call())
    db = Database(blank(tmp_path / "duty.db"), "desk", clock, bus.publish)
    service = RadioService(RadioRows(db), db, worker, bus, clock, Mark.TEST)
    session = HrnpSession("A", Profile(gap_s=0.002))
    link = RadioLink(Port(str(simulator.link)), Framer(), session, service.hear, clock)
    service.attach(Gateway("A", "网关 A", str(simulator.link)), link)
    delivered: list[int] = []
    all_there = threading.Event()

    def stepped(fact: facts.RadioTextStateChanged) -> None:
        if fact.step is TextStep.DELIVERED:
            delivered.append(fact.target)
            if len(delivered) == len(numbers):
                all_there.set()

    bus.listen(facts.RadioTextStateChanged, stepped)
    link.start()
    try:
        to = [Recipient(number) for number in numbers]
        batch = service.texts.send_all(to, "请立即转移", "7", "彭例安")
        assert all_there.wait(30), service.texts.outcome(batch)
        outcome = service.texts.outcome(batch)
        assert outcome is not None
        assert (outcome.delivered, outcome.again) == (len(numbers), 0)
    finally:
        assert link.stop()
        assert worker.close()
        simulator.close()
    assert sorted(delivered) == list(numbers)
    kept = RadioRows(db).latest_texts(200)
    assert {(one.step, one.batch_id) for one in kept} == {(TextStep.DELIVERED, batch)}
    assert len(kept) == len(numbers)
    db.close()
