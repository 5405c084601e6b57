"""The conversation with a described gateway, without a line: answers, times, ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.base.ids import new_id
from app.radio.driver import Out, Reopen, Send
from app.radio.events import (
    AskPosition,
    CallEnd,
    CallKind,
    Command,
    ControlReply,
    Event,
    Linked,
    LinkState,
    OwnTalk,
    Position,
    PressTalk,
    RawUnknown,
    ReleaseTalk,
    Revive,
    SendStatus,
    SendText,
    TalkerEnd,
    TalkerStart,
    Talking,
    TextState,
    TextStep,
)
from app.radio.table.layout import Table
from app.radio.table.reading import read
from app.radio.table.session import TableSession

AT = datetime(2026, 6, 24, 16, 5, 12, tzinfo=UTC)
PARTS = {
    "times": "[times]\nanswer_s = 2\nair_s = 5\ndelivery_s = 30\ngap_s = 0\n",
    "beat": "heartbeat_s = 10\npatience_s = 15\nreopen_s = 25\n[heartbeat]\nsend = 'PING'\nok = 'PONG'\n",
    "init": "[[init]]\nsend = 'LOGIN'\nok = 'WELCOME'\n[[init]]\nsend = 'MODE,2'\n",
    "text": "[[command]]\ndoes = 'text'\nsend = 'T,{radio},{ref},{text}'\nok = 'T,OK,(?P<ref>\\d+)'\n"
    "fail = 'T,NO'\n",
    "done": "done = 'T,DONE,(?P<ref>\\d+)'\nundone = 'T,LOST,(?P<ref>\\d+)'\n",
    "locate": "[[command]]\ndoes = 'locate'\nsend = 'L,{radio:06}'\nok = 'L,OK'\n",
    "position": "[[hear]]\nevent = 'position'\n"
    "pattern = 'P,(?P<radio>\\d+),(?P<lat>[\\d.]+),(?P<lon>[\\d.]+)'\n",
    "talk": "[[command]]\ndoes = 'press_group'\nsend = 'DOWN,{group:04x}'\nok = 'GO'\nfail = 'BUSY'\n"
    "[[command]]\ndoes = 'release'\nsend = 'UP'\n",
    "revive": "[[command]]\ndoes = 'revive'\nsend = 'R,{radio}'\n",
    "heard": "[[hear]]\nevent = 'talk_start'\npattern = 'B,(?P<radio>\\d+)'\n"
    "[[hear]]\nevent = 'talk_end'\npattern = 'E,(?P<radio>\\d+)'\n",
}
TEXT = SendText(new_id(), 1001, False, "好")


def table(*parts: str) -> Table:
    text = 'name = "t"\ntitle = "试"\nrefs = 2\nignore = ["Z.*"]\n'
    made, problems = read("t.toml", text + "".join(PARTS[part] for part in ("times", *parts)))
    assert problems == []
    assert made is not None
    return made


class Desk:
    """A session with a clock; `sent` are the lines it wrote."""

    def __init__(self, *parts: str) -> None:
        self.session = TableSession("A", table(*parts))
        self.now_s = 0.0
        self.sent: list[str] = []
        self.reopened = 0
        self.first = self._take(self.session.opened(0.0, AT))

    @property
    def at(self) -> datetime:
        return AT + timedelta(seconds=self.now_s)

    def hear(self, *texts: str, after_s: float = 0.0) -> list[Event]:
        told = self.wait(after_s) if after_s else []
        for text in texts:
            told += self._take(self.session.on_frame(text, text.encode(), self.now_s, self.at))
        return told

    def wait(self, seconds: float) -> list[Event]:
        self.now_s += seconds
        return self._take(self.session.tick(self.now_s, self.at))

    def ask(self, command: Command) -> list[Event]:
        return self._take(self.session.submit(command, self.now_s, self.at))

    def _take(self, outs: list[Out]) -> list[Event]:
        told: list[Event] = []
        for out in outs:
            if isinstance(out, Send):
                self.sent.append(out.data.decode("gbk").rstrip("\r\n"))
            elif isinstance(out, Reopen):
                self.reopened += 1
            else:
                told.append(out)
        return told


def links(events: list[Event]) -> list[Linked]:
    return [event.state for event in events if isinstance(event, LinkState)]


def ends(events: list[Event]) -> list[str]:
    """Each end as one word."""
    told = []
    for event in events:
        if isinstance(event, TextState):
            told.append(event.code or event.step.name)
        elif isinstance(event, ControlReply):
            told.append(event.result)
    return told


def test_what_the_begin_needs_goes_first_and_then_the_line_is_up() -> None:
    desk = Desk("init", "text")
    assert links(desk.first) == [Linked.OPENING]
    assert desk.ask(TEXT) == []
    assert desk.sent == ["LOGIN"]
    assert links(desk.wait(2)) == []
    assert desk.sent == ["LOGIN"]
    desk.wait(2.1)
    assert desk.sent == ["LOGIN", "LOGIN"]
    assert links(desk.wait(2)) == [Linked.DEGRADED]
    desk.wait(2.1)
    assert links(desk.hear("WELCOME")) == [Linked.UP]
    assert desk.sent[3:] == ["MODE,2", "T,1001,1,好"]
    assert desk.session.connected


def test_a_gateway_that_must_say_nothing_is_up_when_its_port_is_open() -> None:
    desk = Desk("text")
    assert links(desk.first) == [Linked.UP]
    assert desk.wait(9999) == []
    assert links(list(desk.session.lost("unplugged", AT))) == [Linked.DOWN]


def test_heartbeats_keep_the_line_up_and_a_silent_one_is_opened_anew() -> None:
    desk = Desk("beat", "text")
    assert links(desk.first) == [Linked.OPENING]
    assert desk.wait(10) == []
    assert desk.sent == ["PING"]
    assert links(desk.hear("PONG")) == [Linked.UP]
    assert desk.hear("Z, what is ignored keeps it up", after_s=14) == []
    assert links(desk.wait(14)) == []
    assert links(desk.wait(1)) == [Linked.DEGRADED]
    assert not desk.session.connected
    desk.wait(10)
    assert desk.reopened == 1
    assert links(desk.hear("PONG")) == [Linked.UP]


def test_lines_nobody_knows_are_told_and_are_no_sign_of_life() -> None:
    desk = Desk("beat", "text")
    (told,) = desk.hear("X")
    assert isinstance(told, RawUnknown)
    assert told.heard.raw == b"X".hex()
    assert desk.hear(*"ABCDEF") == []
    assert len(desk.hear("X", after_s=1)) == 1
    assert not desk.session.connected


def test_a_text_goes_through_its_states_and_has_one_end() -> None:
    desk = Desk("text", "done")
    texts = [replace(TEXT, id=new_id(), text=words) for words in "一二三四"]
    for text in texts:
        assert desk.ask(text) == []
    assert desk.sent == ["T,1001,1,一"]
    assert ends(desk.hear("T,OK,9")) == []
    assert ends(desk.hear("T,OK,1")) == ["ACCEPTED"]
    assert ends(desk.hear("T,NO")) == ["refused"]
    assert ends(desk.hear("T,OK,1")) == ["ACCEPTED"]
    (done,) = desk.hear("T,DONE,1")
    assert isinstance(done, TextState)
    assert (done.command, done.step) == (texts[0].id, TextStep.DELIVERED)
    assert ends(desk.hear("T,LOST,1")) == ["unreached"]
    assert ends(desk.hear("T,DONE,1")) == []
    assert ends(desk.wait(2)) == ["no_answer"]
    desk.ask(replace(TEXT, id=new_id()))
    desk.hear("T,OK,1")
    assert ends(desk.wait(30)) == ["no_answer"]
    desk.ask(replace(TEXT, id=new_id()))
    assert ends(list(desk.session.lost("unplugged", AT))) == ["unconfirmed"]


def test_without_word_of_arrival_a_text_ends_as_sent() -> None:
    desk = Desk("text")
    desk.ask(TEXT)
    assert ends(desk.hear("T,OK,1")) == ["SENT"]
    assert desk.wait(999) == []


def test_a_question_by_air_ends_with_what_its_radio_says() -> None:
    desk = Desk("locate", "position")
    first = AskPosition(new_id(), 1001)
    desk.ask(first)
    assert desk.sent == ["L,001001"]
    assert desk.hear("L,OK") == []
    place, end = desk.hear("P,1001,28.5,109.7")
    assert isinstance(place, Position)
    assert isinstance(end, ControlReply)
    assert (end.command, end.result) == (first.id, "ok")
    desk.ask(replace(first, id=new_id()))
    assert ends(desk.hear("P,1002,28.5,109.7", "P,1001,28.5,109.7")) == ["ok"]
    desk.ask(replace(first, id=new_id()))
    desk.hear("L,OK")
    assert ends(desk.wait(5)) == ["no_answer"]
    bare = Desk("locate")
    bare.ask(first)
    assert ends(bare.hear("L,OK")) == ["ok"]


def test_the_key_is_let_go_at_once_whatever_waits() -> None:
    desk = Desk("talk", "text")
    assert desk.sent == ["UP"], "a killed console may have left the key down"
    desk.sent.clear()
    press = PressTalk(new_id(), CallKind.GROUP, 901)
    desk.ask(press)
    assert desk.sent == ["DOWN,0385"]
    talk, end = desk.hear("GO")
    assert isinstance(talk, OwnTalk)
    assert (talk.state, talk.target) == (Talking.ON_AIR, 901)
    assert ends([end]) == ["ok"]
    desk.ask(TEXT)
    free, end = desk.ask(ReleaseTalk(new_id()))
    assert desk.sent[1:] == ["T,1001,1,好", "UP"] or desk.sent[-1] == "UP"
    assert isinstance(free, OwnTalk)
    assert free.state is Talking.ENDED
    assert ends([end]) == ["unconfirmed"]
    desk.hear("T,NO")
    desk.ask(replace(press, id=new_id()))
    assert ends(desk.hear("BUSY")) == ["refused"]
    desk.ask(TEXT)
    desk.ask(replace(press, id=new_id()))
    before = len(desk.sent)
    assert ends(desk.ask(ReleaseTalk(new_id()))) == ["unconfirmed", "unconfirmed"]
    assert desk.sent[before:] == ["UP"]
    desk.hear("T,NO")
    assert "DOWN,0385" not in desk.sent[before:]


def test_what_cannot_be_asked_ends_at_once() -> None:
    desk = Desk("text", "revive")
    assert ends(desk.ask(SendStatus(new_id(), 1, False, 1))) == ["unsupported"]
    assert ends(desk.ask(replace(TEXT, group=True))) == ["unsupported"]
    assert ends(desk.ask(replace(TEXT, text="好" * 141))) == ["bad_parameter"]
    assert ends(desk.ask(replace(TEXT, text="a\r\nT,1,2,b"))) == ["bad_parameter"]
    assert ends(desk.ask(replace(TEXT, text=" "))) == ["bad_parameter"]
    assert ends(desk.ask(replace(TEXT, text="\U0001f600"))) == ["bad_parameter"]
    assert ends(desk.ask(Revive(new_id(), -1))) == ["bad_parameter"]
    assert ends(desk.ask(Revive(new_id(), 7))) == ["unconfirmed"]
    for _ in range(65):
        desk.ask(replace(TEXT, id=new_id()))
    assert ends(desk.ask(replace(TEXT, id=new_id()))) == ["queue_full"]


def test_talks_end_by_their_line_by_time_and_with_the_link() -> None:
    desk = Desk("heard")
    kinds = [type(event) for event in desk.hear("B,7", "B,7", "E,7", "E,7")]
    assert kinds == [TalkerStart, TalkerEnd, CallEnd]
    desk.hear("B,8")
    assert [type(event) for event in desk.hear("B,9")] == [TalkerEnd, CallEnd, TalkerStart]
    assert [type(event) for event in desk.wait(180)] == [TalkerEnd, CallEnd]
    desk.hear("B,9")
    lost = [type(event) for event in desk.session.lost("unplugged", AT)]
    assert lost == [TalkerEnd, CallEnd, LinkState]


def test_only_texts_wait_for_the_line_and_a_key_that_is_down_is_let_go() -> None:
    desk = Desk("init", "text", "locate", "revive", "talk")
    press = PressTalk(new_id(), CallKind.GROUP, 901)
    late = (press, ReleaseTalk(new_id()), AskPosition(new_id(), 1001), Revive(new_id(), 1001))
    assert [ends(desk.ask(one)) for one in late] == [["down"]] * 4, "the begin is not over"
    desk.ask(TEXT)
    desk.hear("WELCOME")
    desk.hear("MODE OK")
    desk.hear("T,NO")
    desk.ask(press)
    desk.ask(replace(TEXT, id=new_id()))
    desk.ask(Revive(new_id(), 1001))
    assert desk.sent[-1].startswith("DOWN")
    gone = list(desk.session.lost("unplugged", AT))
    assert ends(gone) == ["unconfirmed", "down"], (
        "a press under way, and who would be revived later"
    )
    assert ends(desk.ask(ReleaseTalk(new_id()))) == ["down"]
    desk.sent.clear()
    desk._take(desk.session.opened(desk.now_s, desk.at))
    desk.hear("WELCOME")
    desk.hear("MODE OK")
    assert desk.sent[:3] == ["LOGIN", "MODE,2", "UP"], "the key first of all"
    desk.wait(9)
    assert [line for line in desk.sent if line.startswith("T,")] == ["T,1001,1,好"]
    assert not [line for line in desk.sent if line.startswith(("DOWN", "R,"))]
