"""What no caller says and what a clipboard may hold: one list for the tests of all rooms."""

from __future__ import annotations

HTML = '<b>甲</b><img src="file:///etc/hostname"><script>alert(1)</script>&amp;'

KEPT = {
    "markup": HTML,
    "paragraph": '<para><font color="red">红</font></para>&lt;u&gt;火&灾&nbsp;',
    "rare": "㙟坪𠮷𰻞家\U0002a6d6",
    "combining": "e\u0301\u0302\u1112\u1161\u11ab甲\u3099",
    "beyond": "👩‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳",
    "overrides": "甲\u202e乙\u202c\u200b丙\ufeff丁\u2066戊\u2069",
    "quotes": "'; DROP TABLE incident; -- \"%_\\",
    "braces": "{0}{x}{words}%s%n$(id)`id`",
    "formula": "=cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd",
    "plus": "+1-1",
}
"""Words that look like orders to some machine, or are rare: kept letter for letter, shown as they are."""

NUL, HALF = "甲\x00乙", "甲\ud800乙"
"""What no record can hold."""
CONTROL = "甲\x01\x1b[31m\x7f乙\x0b\x0c"
"""What no spreadsheet can hold."""

NUMBERS = (
    "-5", "−3", "-0", "1.5", "1e9", "999999999", "10000001", "9" * 5000, "∞", "٣٤x", "0x10", "几个",
    HTML, "甲\x00",
)  # fmt: skip
"""No count of anything. "１２" and "三十" are, and are no part of this."""

TIMES = (
    "25:00", "12:61", "明年", "99999", "-1:30", "13月40日 9:00", "6月31日 10:00", "06-31 10:00",
    "0001-01-01 00:00", "1948-12-31 23:59", "0000-00-00 00:00", "9" * 30 + "分钟前",
    "99999999999小时前", "九千万小时前", HTML, "甲\x00", "9" * 5000,
)  # fmt: skip
"""No time at which anything has happened."""

TO_COME = ("2099-01-01 10:00", "9999-12-31 23:59")
"""Times that have not come."""

DAYS = (
    "6月31日", "2026-06-31", "2027-02-29", "0001-01-01", "1948-12-31", "9999-12-31", "13-1", "0-0", "-1",
    "9" * 5000, "昨天的昨天", HTML, "甲\x00",
)  # fmt: skip
