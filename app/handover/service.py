"""Handing over: draft, signatures, acknowledgement, taking effect. Runs on the store thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

from app.base.clock import Clock, local
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.handover.around import HandoverStore, Surroundings
from app.handover.collect import collect, first_words, newcomers
from app.handover.records import (
    Handover,
    HandoverItem,
    HandoverNote,
    HandoverState,
    HandoverTookEffect,
    Need,
    NoteKind,
    Section,
    Side,
    Signature,
)
from app.handover.rules import HandoverRules
from app.handover.sheet import HandoverSheet, unit_of
from app.handover.snapshot import Sides, Snapshot
from app.handover.states import ACT_OF, Act, after, asked_open, check_signature, place_of
from app.handover.ticks import arrival, note_of, ticked
from app.people.records import Officer
from app.people.rights import Act as Right
from app.people.rights import demand


class Handovers:
    def __init__(
        self,
        ledger: Ledger,
        store: HandoverStore,
        clock: Clock,
        publish: Callable[[object], None],
        around: Surroundings,
        rules: HandoverRules,
        unit: str,
    ) -> None:
        """`unit` is the name on the paper, e.g. 示范县应急管理局."""
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._publish = publish
        self._around = around
        self._rules = rules
        self._unit = unit

    def prepare(self, shift_id: UUID, by: Officer) -> HandoverSheet:
        """The sheet of this shift; a draft is made when there is none yet."""
        held = self._store.handover_of(shift_id)
        if held is not None:
            return self.sheet(held.id)
        demand(by, Right.HAND_OVER)
        snapshot = self._snapshot(shift_id)
        made = local(snapshot.at)
        year = made.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        handover = Handover(
            id=new_id(),
            no=self._store.last_no(year, year.replace(year=year.year + 1)) + 1,
            shift_id=shift_id,
            next_shift_id=snapshot.next_shift.id,
            state=HandoverState.DRAFT,
            weather="",
            important=first_words(snapshot),
            remarks="",
            created_at=snapshot.at,
            effective_at=None,
            head_ws="",
            head_seq=None,
            head_hash="",
            order_no=None,
            order_hash="",
            sheet_sha256="",
            mark=snapshot.shift.mark,
        )
        with self._change(by.id, "handover.prepare", handover) as change:
            change.put("handover", handover)
        return self.sheet(handover.id)

    def find(self, shift_id: UUID) -> HandoverSheet | None:
        """The sheet of this shift, if one was prepared."""
        held = self._store.handover_of(shift_id)
        return None if held is None else self.sheet(held.id)

    def identify(self, officer_id: UUID, pin: str) -> Officer:
        """Who takes the chair to read and tick; signs nothing."""
        return self._around.check_pin(officer_id, pin)

    def sheet(self, handover_id: UUID) -> HandoverSheet:
        """As it stands now. A draft follows the room; once signed, the items are frozen."""
        handover = self._demand(handover_id)
        sides: Sides | Snapshot
        if handover.state is HandoverState.DRAFT:
            sides = snapshot = self._snapshot(handover.shift_id, handover.next_shift_id)
            items = collect(snapshot, handover, self._rules, self._unit)
        else:
            sides = self._store.sides(handover.shift_id, handover.next_shift_id)
            items = self._store.items(handover_id)
        return HandoverSheet(
            unit=unit_of(items) or self._unit,
            handover=handover,
            shift=sides.shift,
            next_shift=sides.next_shift,
            crew_out=sides.crew_out,
            crew_in=sides.crew_in,
            items=tuple(items),
            notes=tuple(self._store.notes(handover_id)),
            signatures=tuple(self._store.signatures(handover_id)),
            at=handover.effective_at or self._clock.now(),
            present_by=self._around.present_by(sides.next_shift.starts_at),
        )

    def edit(
        self, seen: Handover, by: Officer, *, weather: str, important: str, remarks: str
    ) -> Handover:
        """Rewrite what the outgoing crew says in its own words, while it is a draft."""
        demand(by, Right.HAND_OVER)
        after(self._demand(seen.id).state, Act.EDIT)
        edited = replace(seen, weather=weather, important=important, remarks=remarks)
        with self._change(by.id, "handover.edit", seen) as change:
            change.put("handover", edited, seen=seen)
        return edited

    def acknowledge(self, handover_id: UUID, item_id: UUID, by: Officer) -> None:
        """The incoming officer knows this item. `Refused("person", …)` for anybody else."""
        sheet = self._incoming(handover_id, by)
        self._tick(sheet, [sheet.item(item_id)], by)

    def acknowledge_rest(self, handover_id: UUID, by: Officer) -> int:
        """All items that may be taken together; gives how many there were."""
        sheet = self._incoming(handover_id, by)
        rest = [
            item
            for item in sheet.items
            if item.need is Need.TOGETHER
            and item.acknowledged_at is None
            and not asked_open(item.id, sheet.notes)
        ]
        self._tick(sheet, rest, by)
        return len(rest)

    def ask(self, handover_id: UUID, item_id: UUID, by: Officer, question: str) -> None:
        """The incoming officer asks back: the item waits until it is answered."""
        sheet = self._incoming(handover_id, by, Act.ASK)
        if sheet.item(item_id).acknowledged_at is not None:
            raise Refused("item", "known_already")
        self._say(sheet, item_id, by, NoteKind.ASKED, question)

    def answer(self, handover_id: UUID, item_id: UUID, by: Officer, words: str) -> None:
        """By whoever of both crews writes it down: answers are often given aloud."""
        demand(by, Right.HAND_OVER)
        sheet = self.sheet(handover_id)
        after(sheet.handover.state, Act.ANSWER)
        place_of(by.id, (*sheet.crew_out, *sheet.crew_in))
        if not asked_open(item_id, sheet.notes):
            raise Refused("item", "nothing_asked")
        self._say(sheet, item_id, by, NoteKind.ANSWERED, words)

    def carry(self, handover_id: UUID, item_id: UUID, by: Officer, reason: str) -> None:
        """The item goes on unfinished, and why.

        In a draft the outgoing crew says so (an unsent urgent draft needs it); later the incoming
        officer, who knows the item by that, and it comes back on the next sheet.
        """
        sheet = self.sheet(handover_id)
        if sheet.handover.state is not HandoverState.DRAFT:
            sheet = self._incoming(handover_id, by, Act.CARRY)
            item = sheet.item(item_id)
            self._tick(
                sheet,
                [item],
                by,
                note_of(self._clock.now(), sheet, item_id, by, NoteKind.CARRIED, reason),
            )
            return
        demand(by, Right.HAND_OVER)
        after(sheet.handover.state, Act.CARRY)
        place_of(by.id, sheet.crew_out)
        self._say(sheet, sheet.item(item_id).id, by, NoteKind.CARRIED, reason)

    def sign(self, handover_id: UUID, side: Side, officer_id: UUID, pin: str) -> Handover:
        """Sign with one's own PIN. The incoming signature makes the handover take effect.

        What must be known one by one and turned up after the outgoing crew signed is added first:
        `Refused("items", "newcomers", count=n)`, to be acknowledged before the next try.
        """
        officer = self._around.check_pin(officer_id, pin)
        sheet = self.sheet(handover_id)
        after(sheet.handover.state, ACT_OF[side])
        if side is Side.LEADER:
            demand(officer, Right.SEEN_BY_LEADER)
            crew = (*sheet.crew_out, *sheet.crew_in)
        else:
            demand(officer, Right.HAND_OVER)
            crew = sheet.crew_out if side is Side.OUT else sheet.crew_in
        place = place_of(officer_id, crew)
        check_signature(side, place, sheet.items, sheet.signatures, sheet.notes)
        if side is Side.IN:
            self._add_newcomers(sheet, officer)
        signature = Signature(
            id=new_id(),
            handover_id=handover_id,
            side=side,
            post=place.post,
            officer_id=officer_id,
            name=place.name,
            at=self._clock.now(),
            mark=sheet.handover.mark,
        )
        if side is Side.IN:
            return self._take_effect(sheet, signature)
        return self._put_signature(sheet, signature)

    def keep_head(self, handover_id: UUID) -> Handover:
        """Keep the journal's head that stands on the paper: the entry that made it take effect.

        Done right after the last signature; to be asked again when that failed, then it is a later
        entry, which covers the signatures as well.
        """
        handover = self._demand(handover_id)
        head = self._around.head()
        if (
            handover.state is not HandoverState.IN_FORCE
            or handover.head_seq is not None
            or not head
        ):
            return handover
        kept = replace(
            handover,
            head_ws=head.chain,
            head_seq=head.seq,
            head_hash=head.hash.hex(),
            order_no=head.order_no,
            order_hash=head.order_hash.hex(),
        )
        with self._change(None, "handover.keep_head", handover) as change:
            change.put("handover", kept, seen=handover)
        return kept

    def keep_sheet(self, handover_id: UUID, sha256: str) -> Handover:
        """Keep the hash of the PDF that was made after the handover took effect."""
        handover = self._demand(handover_id)
        if handover.state is not HandoverState.IN_FORCE or handover.sheet_sha256 == sha256:
            return handover
        kept = replace(handover, sheet_sha256=sha256)
        with self._change(None, "handover.keep_sheet", handover) as change:
            change.put("handover", kept, seen=handover)
        return kept

    def _put_signature(self, sheet: HandoverSheet, signature: Signature) -> Handover:
        """An outgoing or leader's signature; the first outgoing one freezes the items."""
        handover = sheet.handover
        moved = replace(handover, state=after(handover.state, ACT_OF[signature.side]))
        what = f"handover.{ACT_OF[signature.side]}"
        with self._change(signature.officer_id, what, handover) as change:
            if handover.state is HandoverState.DRAFT:
                change.put_many("handover_item", sheet.items)
            change.put("handover_signature", signature)
            change.put("handover", moved, seen=handover)
        return moved

    def _take_effect(self, sheet: HandoverSheet, signature: Signature) -> Handover:
        handover = sheet.handover
        received = after(handover.state, Act.SIGN_IN)
        moved = replace(handover, state=after(received, Act.TAKE_EFFECT), effective_at=signature.at)
        with self._change(signature.officer_id, "handover.take_effect", handover) as change:
            change.put("handover_signature", signature)
            for item in arrival(sheet, signature.officer_id):
                there = ticked(item, signature.officer_id, signature.name, signature.at)
                change.put("handover_item", there, seen=item)
            change.put("handover", moved, seen=handover)
            old, new = sheet.shift, sheet.next_shift
            change.put("shift", replace(old, closed_at=signature.at), seen=old)
            change.put("shift", replace(new, opened_at=signature.at), seen=new)
        self._publish(
            HandoverTookEffect(
                handover_id=handover.id,
                no=handover.no,
                shift_id=old.id,
                next_shift_id=new.id,
                at=signature.at,
                out_names=tuple(held.name for held in sheet.signed(Side.OUT)),
                in_names=(signature.name,),
                mark=handover.mark,
            )
        )
        return self.keep_head(handover.id)

    def _add_newcomers(self, sheet: HandoverSheet, officer: Officer) -> None:
        snapshot = self._snapshot(sheet.shift.id, sheet.next_shift.id)
        now = collect(snapshot, sheet.handover, self._rules, self._unit)
        new = newcomers(now, sheet.items)
        if not new:
            return
        last = {section: len(sheet.of(section)) for section in Section}
        with self._change(officer.id, "handover.add", sheet.handover) as change:
            for item in new:
                last[item.section] += 1
                change.put("handover_item", replace(item, seq=last[item.section]))
        raise Refused("items", "newcomers", count=len(new))

    def _incoming(
        self, handover_id: UUID, by: Officer, act: Act = Act.ACKNOWLEDGE
    ) -> HandoverSheet:
        """The sheet, when this officer may acknowledge on it."""
        demand(by, Right.HAND_OVER)
        sheet = self.sheet(handover_id)
        after(sheet.handover.state, act)
        place_of(by.id, sheet.crew_in)
        if any(held.officer_id == by.id for held in sheet.signed(Side.OUT)):
            raise Refused("person", "same_person", name=by.name)
        return sheet

    def _tick(
        self,
        sheet: HandoverSheet,
        items: Iterable[HandoverItem],
        by: Officer,
        note: HandoverNote | None = None,
    ) -> None:
        """Whoever acknowledges anything is there: the arrival is ticked with it."""
        new = [item for item in items if item.acknowledged_at is None]
        if any(asked_open(item.id, sheet.notes) for item in new):
            raise Refused("item", "question_open")
        if not new and note is None:
            return
        handover = sheet.handover
        new += [item for item in arrival(sheet, by.id) if item not in new]
        moved = replace(handover, state=after(handover.state, Act.ACKNOWLEDGE))
        with self._change(by.id, "handover.acknowledge", handover) as change:
            for item in new:
                change.put("handover_item", ticked(item, by.id, by.name, change.at), seen=item)
            if note is not None:
                change.put("handover_note", replace(note, at=change.at))
            change.put("handover", moved, seen=handover)

    def _say(
        self, sheet: HandoverSheet, item_id: UUID, by: Officer, kind: NoteKind, words: str
    ) -> None:
        note = note_of(self._clock.now(), sheet, item_id, by, kind, words)
        with self._change(by.id, f"handover.{kind.name.lower()}", sheet.handover) as change:
            change.put("handover_note", replace(note, at=change.at))

    def _snapshot(self, shift_id: UUID, next_shift_id: UUID | None = None) -> Snapshot:
        held = self._store.snapshot(shift_id, self._clock.now(), next_shift_id)
        return replace(
            held,
            warnings=tuple(self._around.warnings()),
            devices=tuple(self._around.devices()),
            matters=tuple(
                matter for tell in self._around.matters for matter in tell(held.shift, held.at)
            ),
        )

    def _demand(self, key: UUID) -> Handover:
        handover = self._store.handover(key)
        if handover is None:
            raise Refused("handover", "not_here")
        return handover

    def _change(
        self, by: UUID | None, what: str, handover: Handover
    ) -> AbstractContextManager[Change]:
        return self._ledger.change(str(by or "system"), what, ("handover", str(handover.id)))
