"""What the command line asks of the record, without windows: exit code 0 when it is well, 1 when not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from app.base import settings
from app.base.clock import SystemClock, full
from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.wanted import Wanted
from app.dossier import archive
from app.keeping.records import Kept
from app.radio.table.checking import check as check_table
from db.attachments import Files, Inventory, inventory_of
from db.backup import NotGood, Source, make
from db.exchange.setup import setup_sql
from db.restore import prove_only, restore
from db.sealing import keep_hub_password, renew_key
from db.sheets import examine
from db.verify import check


def do(asked: Wanted) -> int:
    return _TASKS[asked.task](asked)


def places_of(folder: Path, held: settings.Settings) -> tuple[Path, ...]:
    """Where the backups of this desk go."""
    return tuple(folder / name for name in held.backup_to)


def source_of(asked: Wanted, held: settings.Settings) -> Source:
    """What is backed up of it."""
    desk = f"{held.desk}-demo" if asked.demo else held.desk
    place = asked.folder / settings.FILE
    evidence = asked.films or held.backup_evidence
    return Source(asked.record, Files(asked.blobs), place, desk, asked.recordings, evidence)


def _verify(asked: Wanted) -> int:
    told = check(asked.record, asked.witnesses)
    _say(told.lines())
    if told.verdict is None or told.why:
        return 1
    alone = settings.load_or_default(asked.folder)[0].hub is None
    files = inventory_of(asked.record, Files(asked.blobs))
    lost = files.missing if alone else ()
    whole = told.whole and not files.changed and not lost
    if files.rows or files.nobodys:
        _say(_told_files(files, alone))
    return 0 if whole else 1


def _verify_sheet(asked: Wanted) -> int:
    told = examine(asked.record, asked.sheet)
    _say(told.lines)
    return told.verdict


def _verify_dossier(asked: Wanted) -> int:
    assert asked.archive is not None
    told = archive.examine(asked.archive)
    _say(told.lines)
    return told.verdict


def _radio_table(asked: Wanted) -> int:
    assert asked.table is not None
    good, told = check_table(asked.table, SystemClock().now())
    _say(told)
    return 0 if good else 1


def _told_files(files: Inventory, alone: bool) -> list[str]:
    missing = "缺失的附件" if alone else "不在本机的附件（可能尚未从其他值守台取到）"
    named = (
        ("被改动的附件", files.changed),
        (missing, files.missing),
        ("没有登记的文件（未删除）", files.nobodys),
    )
    if not any(found for _, found in named):
        return [f"附件 {files.rows} 个，齐全"]
    return [f"附件 {files.rows} 个", *(f"{name}：{key}" for name, found in named for key in found)]


def _backup(asked: Wanted) -> int:
    held, _ = settings.load_or_default(asked.folder)
    if not asked.record.is_file():
        _say([f"没有可备份的记录：{asked.record}"])
        return 1
    failed = 0
    for place in (asked.to,) if asked.to else places_of(asked.folder, held):
        try:
            kept = make(source_of(asked, held), place.absolute(), SystemClock().now())
            _say([f"备份已恢复核对，完好：{kept.folder}", _told(kept)])
        except (Refused, Unreachable) as error:
            failed += 1
            _say([f"备份未成：{place}，{_words(error)}", *_lines(error)])
    return 1 if failed else 0


def _restore(asked: Wanted) -> int:
    assert asked.source is not None
    source = asked.source.absolute()
    try:
        if asked.check:
            kept = prove_only(source)
            _say([f"备份完好：{kept.folder}", _told(kept), "只作核对，未改动任何文件"])
            return 0
        done = restore(
            source, asked.record, Files(asked.blobs), SystemClock().now(), asked.recordings
        )
    except (Refused, Unreachable) as error:
        _say([f"{'备份不可用' if asked.check else '未恢复'}：{_words(error)}", *_lines(error)])
        return 1
    _say([f"已从备份恢复：{done.kept.folder}", _told(done.kept)])
    if done.aside is not None:
        _say([f"原记录未删除，已移到：{done.aside}"])
    return 0


def _told(kept: Kept) -> str:
    missing = f"，另有 {kept.missing} 个附件备份时不在本机" if kept.missing else ""
    told = f"{full(kept.made_at)} 的记录 {kept.entries} 条，附件 {kept.files} 个{missing}"
    return "\n".join([told, *_told_films(kept)])


def _told_films(kept: Kept) -> list[str]:
    """What is not in a backup is said with it."""
    told = [f"证据录像 {kept.films} 段在备份内"] if kept.films else []
    left = kept.left
    if left is None:
        told.append("录像不在备份内（较早版本的备份，未统计）")
    elif left.clips:
        proofs = f"，其中证据 {left.evidence} 个（{left.evidence_size / 1e9:.2f} GB）"
        words = f"录像 {left.clips} 个（{left.size / 1e9:.2f} GB）不在备份内"
        told.append(words + (proofs if left.evidence else ""))
    return told


WORDS = {
    "no_record": "没有找到记录，请核对数据文件夹（--data）",
    "missing": "没有输入密码",
    "too_long": "密码过长",
    "key_missing": "没有密钥文件",
    "other_key": "密钥不符，密码无法解开",
    "newer_schema": "记录由更新的版本写成",
    "upgrade_failed": "记录升级未成，原样保留",
    "not_a_record": "该文件属于其他程序",
    "running": "值守台正在使用这份记录，请先关闭值守台",
    "other_record": "这是另一种记录的备份（演示与正式不能互换）",
    "no_backup": "没有找到完成的备份",
    "no_manifest": "不是完成的备份",
    "bad_manifest": "备份清单不符，不可靠",
    "not_whole": "核对不符，不可靠",
    "disk_full": "磁盘已满，请腾出空间或换一个位置",
    "read_only": "没有写入权限",
    "disk_error": "磁盘读写出错，请换一个位置",
    "damaged": "数据库文件已损坏",
    "busy": "记录正被占用，请稍后再试",
}
"""Codes of what may fail, in the words of the command line."""


def _words(error: Refused | Unreachable) -> str:
    code = error.code if isinstance(error, Refused) else error.why
    return WORDS.get(code, "位置打不开，请检查磁盘或网络连接")


def _lines(error: Exception) -> tuple[str, ...]:
    return error.lines if isinstance(error, NotGood) else ()


def _hub_setup(asked: Wanted) -> int:
    _say([setup_sql(asked.county, new_id())])
    return 0


def _hub_password(asked: Wanted) -> int:
    return _sealed(keep_hub_password, asked)


def _new_key(asked: Wanted) -> int:
    return _sealed(renew_key, asked)


def _sealed(work: Callable[[Wanted], str], asked: Wanted) -> int:
    try:
        _say([work(asked)])
        return 0
    except (Refused, Unreachable) as error:
        _say([f"未完成：{_words(error)}"])
        return 1


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


_TASKS: dict[str, Callable[[Wanted], int]] = {
    "verify": _verify,
    "verify-sheet": _verify_sheet,
    "verify-dossier": _verify_dossier,
    "radio-table": _radio_table,
    "backup": _backup,
    "restore": _restore,
    "hub-setup": _hub_setup,
    "hub-password": _hub_password,
    "new-key": _new_key,
}
