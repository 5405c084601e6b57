"""The form in which an instruction is taken down: verbatim, about what, for whom, by when."""

from __future__ import annotations

from app.duty.records import Channel, Spoken
from widgets.duty.linking import Links
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.picking import PickField

_CHANNELS = (Channel.FACE, Channel.PHONE, Channel.MOBILE, Channel.DINGTALK, Channel.VIDEO_CALL)


class TakingForm(Form):
    """`about` finds an incident or a paper; what is not said otherwise is 指示."""

    def __init__(self, desk: Desk, links: Links) -> None:
        super().__init__(desk.theme)
        theme = desk.theme
        channels = [(one.value, one.value) for one in _CHANNELS]
        self.row(
            leader=TextField(theme, self.tr("Leader"), required=True, label_w=64),
            post=TextField(theme, self.tr("Post"), label_w=44),
        )
        self.row(text=AreaField(theme, self.tr("Verbatim"), lines=3, required=True, label_w=64))
        self.row(
            channel=ComboField(theme, self.tr("Channel"), channels, label_w=64),
            due=TextField(theme, self.tr("Due"), placeholder="15:20", label_w=44),
        )
        self.about = PickField(
            desk,
            self.tr("About"),
            links.of_incidents_and_papers,
            placeholder=self.tr("incident or paper, type to find it"),
            label_w=64,
        )
        self.row(about=self.about)
        spoken = [(one.value, one.value) for one in Spoken]
        self.row(
            receiver=TextField(theme, self.tr("Receiver"), label_w=64, share=3),
            spoken=SegmentField(theme, "", spoken, share=2),
        )
        self.fields["spoken"].set_value(Spoken.SAID.value)

    def clear(self) -> None:
        super().clear()
        self.fields["spoken"].set_value(Spoken.SAID.value)
