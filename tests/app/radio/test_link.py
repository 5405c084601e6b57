"""The device file against a real simulator process over a real pty."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import subprocess
import sys
import threading
import tty
from pathlib import Path

import pytest

from app.base.ids import new_id
from app.base.ports.transport import reason_of
from app.radio.events import (
    AskPosition,
    CheckOnline,
    ControlReply,
    Emergency,
    EmergencyCleared,
    Linked,
    LinkState,
    Offline,
    Online,
    Position,
    SendText,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.hytera.asked import ends
from app.radio.hytera.profile import Profile
from app.radio.link import RadioLink
from tests.app.radio.county import Ear, link_to
from tests.app.radio.simulator_process import SimulatorProcess


def test_radios_that_are_on_register_when_the_link_comes_up(link: RadioLink, ear: Ear) -> None:
    heard = {ear.wait(Online).radio, ear.wait(Online).radio}
    assert heard == {370101, 370202}


def test_a_radio_comes_and_goes(link: RadioLink, ear: Ear, simulator: SimulatorProcess) -> None:
    simulator.say("online 371001")
    online = ear.wait(Online, lambda event: event.radio == 371001)
    assert online.heard.gateway == "A"
    assert online.heard.raw.startswith("7e04000010")
    assert online.heard.at.tzinfo is not None
    simulator.say("offline 371001")
    ear.wait(Offline, lambda event: event.radio == 371001)


def test_a_text_comes_in_whole_and_once(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    simulator.say("double")
    simulator.say("text 370602 老榆塘6人全部救出 无伤亡 00:16")
    assert ear.wait(TextIn).text == "老榆塘6人全部救出 无伤亡 00:16"
    simulator.say("group 370602 901 第二条")
    second = ear.wait(TextIn)
    assert (second.text, second.group, second.target) == ("第二条", True, 901)


def test_a_text_goes_out_and_its_states_come_in_order(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    command = SendText(new_id(), 370202, False, "请报转移人数")
    assert link.submit(command)
    steps = [ear.wait(TextState).step for _ in range(3)]
    assert steps == [TextStep.ACCEPTED, TextStep.SENT, TextStep.DELIVERED]
    news = simulator.news.get(timeout=5)
    assert news["text"] == {"to": 370202, "group": False, "from": 370000, "text": "请报转移人数"}


def test_a_text_to_a_radio_that_is_off_fails_with_a_reason(link: RadioLink, ear: Ear) -> None:
    link.submit(SendText(new_id(), 371204, False, "在吗"))
    failed = ear.wait(TextState, lambda event: ends(event) is not None)
    assert (failed.step, failed.code) == (TextStep.FAILED, "dds_5")


def test_position_with_speed_and_strength(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    simulator.say("position 370302 28.7985 109.4712 12 -88")
    position = ear.wait(Position)
    assert position.radio == 370302
    assert position.lat == pytest.approx(28.7985, abs=1e-5)
    assert position.lon == pytest.approx(109.4712, abs=1e-5)
    assert position.speed_kmh == pytest.approx(12, abs=0.1)
    assert position.rssi_dbm == -88
    assert position.valid


def test_asked_for_its_position_a_radio_answers(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    simulator.say("position 370202 28.8369 109.6301 0")
    ear.wait(Position)
    asked = AskPosition(new_id(), 370202)
    link.submit(asked)
    assert ear.wait(Position).radio == 370202
    assert ear.wait(ControlReply) == ControlReply(
        ear.passed[-2].heard,
        asked.id,
        "ok",
    )


def test_an_online_check_is_answered(link: RadioLink, ear: Ear) -> None:
    asked = CheckOnline(new_id(), 370101)
    link.submit(asked)
    assert ear.wait(ControlReply).command == asked.id


def test_an_emergency_comes_with_its_position(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    simulator.say("emergency 371105 28.5011 109.7342")
    emergency = ear.wait(Emergency)
    assert emergency.radio == 371105
    assert emergency.position is not None
    assert emergency.position.lat == pytest.approx(28.5011, abs=1e-5)
    simulator.say("clear 371105")
    assert ear.wait(EmergencyCleared).radio == 371105
    assert ear.wait(EmergencyCleared).radio == 371105


def test_an_emergency_without_a_fix_has_no_position(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    simulator.say("emergency 371106")
    emergency = ear.wait(Emergency)
    assert emergency.position is not None
    assert not emergency.position.valid
    assert emergency.position.lat is None


def test_who_talks_and_for_how_long(link: RadioLink, ear: Ear, simulator: SimulatorProcess) -> None:
    simulator.say("talk 371202 901 0.3")
    start = ear.wait(TalkerStart)
    end = ear.wait(TalkerEnd)
    assert (start.radio, start.target, start.group) == (371202, 901, True)
    assert end.call == start.call
    assert 0.2 < (end.heard.at - start.heard.at).total_seconds() < 2


def test_unplugged_and_plugged_again_under_another_name(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    threads = threading.active_count()
    files = len(os.listdir("/proc/self/fd"))
    names = {os.readlink(simulator.link)}
    holders: list[int] = []
    for _ in range(3):
        simulator.say("unplug")
        assert ear.down().why == "unplugged"
        holders += os.openpty()  # takes the freed number, so that the next one differs
        simulator.say("replug")
        names.add(os.readlink(simulator.link))
        ear.up()
        ear.wait(Online)
    for handle in holders:
        os.close(handle)
    assert len(names) > 1
    assert threading.active_count() == threads
    assert len(os.listdir("/proc/self/fd")) == files


def test_a_text_written_while_unplugged_goes_out_once(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    simulator.say("unplug")
    ear.down()
    link.submit(SendText(new_id(), 370101, False, "断线时写的"))
    simulator.say("replug")
    ear.wait(TextState, lambda event: event.step == TextStep.DELIVERED)
    assert simulator.news.get(timeout=5)["text"]["text"] == "断线时写的"
    assert simulator.news.empty()


def test_a_missing_port_is_told_and_found_when_it_comes(tmp_path: Path, ear: Ear) -> None:
    link = link_to(tmp_path / "gateway", ear)
    link.start()
    try:
        assert ear.wait(LinkState) == LinkState(ear.passed[-1].heard, Linked.DOWN, "missing")
        simulator = SimulatorProcess(tmp_path / "gateway")
        ear.up()
    finally:
        assert link.stop()
    simulator.close()


def test_a_port_another_program_holds_is_told(simulator: SimulatorProcess, ear: Ear) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import serial, sys; port = serial.Serial(sys.argv[1], exclusive=True);"
            "print('held', flush=True); sys.stdin.read()",
            str(simulator.link),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    link = link_to(simulator.link, ear)
    link.start()
    try:
        assert ear.down().why == "taken"
        holder.communicate()
        ear.up()
    finally:
        assert link.stop()


def test_a_port_that_is_no_serial_device_is_told(tmp_path: Path, ear: Ear) -> None:
    (tmp_path / "gateway").write_text("not a device")
    link = link_to(tmp_path / "gateway", ear)
    link.start()
    try:
        assert ear.down().why == "not_serial"
    finally:
        assert link.stop()


def test_reasons_come_from_the_error_numbers() -> None:
    assert reason_of(PermissionError(13, "no")) == "denied"
    assert reason_of(OSError(5, "gone")) == "unplugged"
    assert reason_of(ValueError("odd")) == "failed"


def test_a_silent_gateway_is_told_and_heard_again(simulator: SimulatorProcess, ear: Ear) -> None:
    quick = Profile(quiet_s=0.3, ack_s=0.1, deaf_s=0.3, reopen_s=30, connect_s=0.2)
    link = link_to(simulator.link, ear, quick)
    link.start()
    try:
        ear.up()
        simulator.say("silent")
        told = ear.wait(LinkState, lambda event: event.state == Linked.DEGRADED)
        assert told.why == "silent"
        simulator.say("speak")
        ear.up()
    finally:
        assert link.stop()


def test_damaged_frames_are_dropped_and_the_next_ones_heard(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    simulator.say("garbage 3000")
    simulator.say("cut")
    simulator.say("text 370101 切断的那条会重发")
    simulator.say("noise 0.005")
    for n in range(30):
        simulator.say(f"text 370101 第{n}条")
    simulator.say("noise 0")
    simulator.say("text 370101 最后一条")
    texts = []
    while not texts or texts[-1] != "最后一条":
        texts.append(ear.wait(TextIn, wait_s=20).text)
    assert texts == ["切断的那条会重发", *(f"第{n}条" for n in range(30)), "最后一条"]
    assert link.counters().dropped > 0


def test_nobody_reads_at_the_other_end(tmp_path: Path, ear: Ear) -> None:
    """A port that takes no bytes is closed within about a second, and said so."""
    master, slave = os.openpty()
    try:
        tty.setraw(slave)
        os.set_blocking(slave, False)
        room = select.poll()
        room.register(slave, select.POLLOUT)
        while room.poll(100):  # the kernel moves bytes on: full is when it stays full
            with contextlib.suppress(BlockingIOError):
                os.write(slave, bytes(4096))
        os.symlink(os.ttyname(slave), tmp_path / "gateway")
        link = link_to(tmp_path / "gateway", ear)
        link.start()
        told = ear.down()
        assert told.why == "stuck"
    finally:
        assert link.stop()
        os.close(master)
        os.close(slave)


def test_a_stopped_link_takes_nothing_and_stops_twice(link: RadioLink, ear: Ear) -> None:
    assert link.stop()
    assert ear.down().why == "stopped"
    assert not link.submit(SendText(new_id(), 370101, False, "晚了"))
    assert link.stop()


def test_a_link_that_was_never_started_can_be_stopped(tmp_path: Path, ear: Ear) -> None:
    assert link_to(tmp_path / "none", ear).stop()


def test_the_simulator_refuses_what_it_does_not_understand(simulator: SimulatorProcess) -> None:
    for line in ("dance 370101", "online north", "position 370101 28.5", ""):
        with pytest.raises(ValueError, match="error"):
            simulator.say(line)


def test_cuts_under_traffic_lose_no_text(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    for n in range(6):
        simulator.say("unplug")
        simulator.say(f"text 370101 第{n}条")
        ear.down()
        simulator.say("replug")
        ear.wait(TextIn, lambda event, n=n: event.text == f"第{n}条")
    texts = [event.text for event in ear.passed if isinstance(event, TextIn)]
    assert texts == [f"第{n}条" for n in range(6)]


def test_it_works_in_a_process_with_very_many_open_files(
    simulator: SimulatorProcess, ear: Ear
) -> None:
    """Numbers above 1023 are too high for select; a wall of cameras gets there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(1100)]
    try:
        link = link_to(simulator.link, ear)
        link.start()
        try:
            ear.up()
            link.submit(SendText(new_id(), 370101, False, "文件很多"))
            ear.wait(TextState, lambda event: event.step == TextStep.DELIVERED)
        finally:
            assert link.stop()
    finally:
        for handle in held:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
