"""The form of a camera: what is typed, and a camera as it stands put back into the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCompleter

from app.base.errors import Refused
from app.base.secrets import Login
from app.video.address import checked, checked_service, taken_apart
from app.video.records import Camera, CameraKind
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.theme import Theme

LABEL_W = 84
ADDRESSES = {"url_main": checked, "url_sub": checked, "onvif_url": checked_service}
FIGURES = ("lat", "lon", "direction_deg", "interval_s")
QUICK, SLOW = "quick", "slow"


class CameraForm(Form):
    """`told(before)` is `before` with what was typed. A login that stands in an address is taken out of it
    at once, into fields of its own: what `values` gives to a draft never holds one.

    Signals: `login_found` when that happened, `widths_found(bool)` whether an address could be mended.
    """

    login_found = Signal()
    widths_found = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        short: dict[str, Any] = {"label_w": 60}
        unknown = tr("unknown")
        kinds = [(one.value, one.value) for one in CameraKind]
        self.row(
            code=TextField(theme, tr("No."), required=True, share=3, **look),
            name=TextField(theme, tr("Name of the camera"), required=True, share=5, **look),
        )
        self.row(
            kind=ComboField(theme, tr("Kind"), kinds, share=3, **look),
            township=TextField(
                theme, tr("Township"), placeholder=tr("the county's own"), share=5, **look
            ),
        )
        self.row(
            owner=TextField(theme, tr("Run by"), **look),
            tags=TextField(
                theme, tr("Tags"), placeholder=tr("such as flood season, railway"), **short
            ),
        )
        hint = "rtsp://10.0.0.8:554/…"
        self.row(
            url_main=TextField(theme, tr("Main stream"), required=True, placeholder=hint, **look)
        )
        none = tr("empty: the device has one stream")
        self.row(url_sub=TextField(theme, tr("Sub-stream"), placeholder=none, **look))
        self.user = TextField(theme, tr("User"), **look)
        self.password = TextField(theme, tr("Password"), secret=True, **short)
        self.row(user=self.user, password=self.password)
        self.row(
            lat=TextField(theme, tr("Latitude"), placeholder=unknown, **look),
            lon=TextField(theme, tr("Longitude"), placeholder=unknown, **short),
            direction_deg=TextField(theme, tr("Direction"), placeholder=unknown, **short),
        )
        self.row(
            onvif_url=TextField(theme, tr("Service (ONVIF)"), placeholder="http://…/onvif/device_service",
                                share=5, **look),
            profile=TextField(theme, tr("Profile"), share=3, **short),
        )  # fmt: skip
        opens = [(QUICK, tr("at once")), (SLOW, tr("slowly"))]
        self.row(
            slow_start=SegmentField(theme, tr("Opens"), opens, share=3, **look),
            interval_s=TextField(theme, tr("Seconds between pictures"),
                                 placeholder=tr("if fewer than two a second"), share=5, label_w=110),
        )  # fmt: skip
        self.row(remark=TextField(theme, tr("Remarks"), **look))
        self._clean = dict.fromkeys(ADDRESSES, "")
        for name in ADDRESSES:
            field = self.fields[name]
            field.changed.connect(lambda one=name: self._login_out(one))
            field.edit.editingFinished.connect(lambda one=name: self._settled(one))  # type: ignore[attr-defined]

    # -- addresses -----------------------------------------------------------------------------

    def _login_out(self, name: str) -> None:
        """While it is typed or pasted."""
        field = self.fields[name]
        found = taken_apart(field.value())
        if found.login is None:
            return
        field.set_value(found.url)
        self.user.set_value(found.login.user)
        if found.login.password:
            self.password.set_value(found.login.password)
        self.login_found.emit()

    def _settled(self, name: str) -> None:
        """An address is ready to be drafted once its field was left and nothing is wrong with it."""
        try:
            self._clean[name] = ADDRESSES[name](name, self.fields[name].value())
        except Refused:
            self._clean[name] = ""
        self.widths_found.emit(any(self._mendable(one) for one in ADDRESSES))

    def _mendable(self, name: str) -> bool:
        text = self.fields[name].value()
        return bool(text) and taken_apart(text).url != text

    def mend(self) -> None:
        """Full-width letters and blanks in the addresses, put right as the officer asked."""
        for name in ADDRESSES:
            if self._mendable(name):
                field = self.fields[name]
                field.set_value(taken_apart(field.value()).url)
                field.show_error("")
                self._settled(name)
        self.changed.emit()

    # -- what is typed -------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """For a draft: no login, and addresses only as `_settled` found them."""
        kept = {name: value for name, value in super().values().items()
                if name not in ("user", "password")}  # fmt: skip
        return kept | self._clean

    def fill(self, values: Mapping[str, Any]) -> None:
        super().fill(values)
        for name in ADDRESSES:
            if name in values:
                self._settled(name)

    def clear(self) -> None:
        super().clear()
        self._clean = dict.fromkeys(ADDRESSES, "")
        self.widths_found.emit(False)

    def blank(self) -> None:
        self.clear()
        self.fill({"kind": CameraKind.FIXED.value, "slow_start": QUICK})

    def offer(self, townships: Sequence[str]) -> None:
        """Names that are known, while the officer types any part of one."""
        field = self.fields["township"]
        completer = QCompleter(list(townships), field)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        field.theme.dress(completer.popup())
        field.edit.setCompleter(completer)  # type: ignore[attr-defined]

    def show_camera(self, camera: Camera) -> None:
        self.clear()
        self.fill(as_typed(camera))

    def login(self) -> Login | None:
        """None: nothing was typed, what is sealed stays. `Refused("user" | "password", "login_half")`."""
        user, password = self.user.value(), self.password.edit.text()
        if not user and not password:
            return None
        if not user or not password:
            raise Refused("password" if user else "user", "login_half")
        return Login(user, password)

    def told(self, before: Camera) -> Camera:
        """`Refused(field, "not_a_figure")`."""
        values = super().values()
        figures = {name: _figure(name, values[name]) for name in FIGURES}
        words = ("code", "name", "township", "owner", "url_main", "url_sub", "onvif_url", "profile",
                 "remark")  # fmt: skip
        return replace(
            before,
            kind=CameraKind(values["kind"]),
            tags=_tags(values["tags"]),
            slow_start=values["slow_start"] == SLOW,
            **{name: values[name] for name in words},
            **{name: _kept(getattr(before, name), one) for name, one in figures.items()},
        )


def as_typed(camera: Camera) -> dict[str, Any]:
    """A camera as the fields hold it."""
    words = (
        "code",
        "name",
        "township",
        "owner",
        "url_main",
        "url_sub",
        "onvif_url",
        "profile",
        "remark",
    )
    return {
        "kind": camera.kind.value,
        "tags": "、".join(camera.tags),
        "slow_start": SLOW if camera.slow_start else QUICK,
        **{name: getattr(camera, name) for name in words},
        **{name: _shown(getattr(camera, name)) for name in FIGURES},
    }


def _kept(held: float | None, typed: float | None) -> float | None:
    """What was not touched keeps the decimals that the field does not show."""
    return held if _shown(held) == _shown(typed) else typed


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.6f}".rstrip("0").rstrip(".")


def _figure(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text.removesuffix("°"))
    except ValueError:
        raise Refused(name, "not_a_figure", typed=text[:20]) from None


def _tags(text: str) -> tuple[str, ...]:
    for sign in "，,；;":
        text = text.replace(sign, "、")
    return tuple(tag.strip() for tag in text.split("、") if tag.strip())


def tr(words: str) -> str:
    return QCoreApplication.translate("CameraForm", words)
