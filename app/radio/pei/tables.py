"""Numbers of the PEI and what they mean. radio.md 4.5."""

from __future__ import annotations

from enum import IntEnum


class Service(IntEnum):
    """AI service: what a call or a message carries."""

    SPEECH = 0
    SDS1 = 9
    SDS2 = 10
    SDS3 = 11
    SDS4 = 12
    STATUS = 13


class Identity(IntEnum):
    """Kind of a number in a call or a message."""

    SSI = 0
    TSI = 1
    SNA = 2
    PABX = 3
    PSTN = 4
    EXTENDED = 5


OUTSIDE = frozenset({Identity.PABX, Identity.PSTN})
"""Numbers of telephones, not of radios."""


class Number(IntEnum):
    """Kind of one of the radio's own numbers (`+CNUMF`)."""

    INDIVIDUAL = 0
    GROUP = 1
    PSTN_GATEWAY = 2
    PABX_GATEWAY = 3
    CENTRE = 4
    CENTRE_E164 = 5
    INDIVIDUAL_TSI = 6
    GROUP_TSI = 7


class CallStatus(IntEnum):
    PROGRESSING = 0
    QUEUED = 1
    PAGED = 2
    CONTINUE = 3
    HANG_EXPIRED = 4


class TxGrant(IntEnum):
    GRANTED = 0
    NOT_GRANTED = 1
    QUEUED = 2
    OTHER = 3
    """Somebody else talks."""


class Registered(IntEnum):
    SEARCHING = 0
    HOME = 1
    NONE = 2
    REJECTED = 3
    UNKNOWN = 4
    VISITED = 5


ON_NETWORK = frozenset({Registered.HOME, Registered.VISITED})


class Mode(IntEnum):
    TRUNKED = 0
    DIRECT = 1
    TRUNKED_WATCHES = 2
    DIRECT_WATCHES = 3
    BOTH = 4
    GATEWAY = 5
    REPEATER = 6


WITHOUT_NETWORK = frozenset({Mode.DIRECT, Mode.DIRECT_WATCHES, Mode.REPEATER})
"""Modes in which a radio works well without being registered."""


class SendStep(IntEnum):
    """State of an SDS under way (`+CMGS`)."""

    SENT = 4
    FAILED = 5


class Cause(IntEnum):
    """Why a call was released."""

    UNKNOWN = 0
    USER = 1
    BUSY = 2
    NOT_REACHABLE = 3
    NO_ENCRYPTION = 4
    CONGESTION = 5
    NOT_ALLOWED = 6
    INCOMPATIBLE = 7
    NOT_USABLE = 8
    PREEMPTED = 9
    INVALID_CALL = 10
    REJECTED = 11
    NO_IDLE_CALL = 12
    TIMER = 13
    NETWORK = 14
    NO_ACK = 15
    UNKNOWN_IDENTITY = 16
    SERVICE_DEPENDENT = 17
    UNKNOWN_EXTERNAL = 18
    NOT_RESTORED = 19
    NEEDS_ENCRYPTION = 20
    CONCURRENT = 21
    SAME_GATE = 22
    UNACCEPTABLE = 31
    PREEMPTED_LATE = 32
    REPEATER_LINK = 33
    GATEWAY_LINK = 34
    GATEWAY_REJECTED = 35
    SETUP_FAILED = 36
    RESOURCE_LOST = 37
    NO_AUTHORIZATION = 38
    CHANNEL_OCCUPIED = 39
    SECURITY_MISMATCH = 40


ORDINARY = frozenset({Cause.USER, Cause.TIMER, Cause.NETWORK})
"""A call that ended so ended well."""


class Fault(IntEnum):
    """`+CME ERROR: n`."""

    NOT_SENT = 0
    NO_LINK = 1
    IN_USE = 2
    WRONG_STATE = 3
    UNSUPPORTED = 4
    PIN_FIRST = 5
    NO_SIM = 10
    PIN1 = 11
    PUK1 = 12
    SIM_ACCESS = 13
    SIM_BUSY = 14
    WRONG_SIM = 15
    WRONG_PIN = 16
    PIN2 = 17
    PUK2 = 18
    STACK_FULL = 20
    NO_INDEX = 21
    EMPTY_INDEX = 22
    NOT_STORED = 23
    TOO_LONG = 24
    BAD_CHARACTERS = 25
    DIAL_LENGTH = 26
    DIAL_CHARACTERS = 27
    OUT_OF_SERVICE = 30
    NO_LAYER2 = 31
    NOT_DECODED = 32
    WRONG_TYPE = 33
    OUT_OF_RANGE = 34
    SYNTAX = 35
    NO_CMGS = 36
    DATA_LATE = 37
    PID_TAKEN = 38
    PID_FULL = 39
    NOT_DIRECT = 40
    INHIBITED = 41
    BUSY = 42
    NOT_TRUNKED = 43
    UNKNOWN_PARAMETERS = 44


AGAIN = frozenset({Fault.NOT_SENT, Fault.OUT_OF_SERVICE, Fault.NO_LAYER2, Fault.BUSY})
"""Only after these is a message sent once more."""

EMERGENCY_PRIORITY = 15
"""Call priority of an emergency: not verified."""


class Reason(IntEnum):
    """Why a radio reported its position."""

    POWER_ON = 0
    POWER_OFF = 1
    EMERGENCY = 2
    TALK = 3
    STATUS = 4
    SERVICE_ENTERED = 9
    SERVICE_LOST = 10
    LOW_BATTERY = 12
    APPLICATION = 20
