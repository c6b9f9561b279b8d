"""`gridworker-server init`, `status` and `region …`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gridworker.cli.frame import Call, Words
from gridworker.cli.reading import read_content
from gridworker.cli.server_opened import data_folder, database_url, opened
from gridworker.cli.server_people import DEVICE_HEADERS, device_cells, device_row
from gridworker.cli.text_table import text_table
from gridworker.documents.values import moment

if TYPE_CHECKING:
    from gridworker.server.regions import Entry
    from gridworker.server.tree import Region

_MADE = Words(
    "已建立：{name}（{code}），区划 {regions} 个。", "Made: {name} ({code}) with {regions} regions."
)
_ADDED = Words("新增区划 {count} 个。", "Regions added: {count}.")
_REGION = (
    Words("代码", "code"),
    Words("名称", "name"),
    Words("层级", "level"),
    Words("上一级", "parent"),
    Words("起", "from"),
    Words("止", "to"),
)
_STATUS = Words(
    "{name}（{code}），版本 {version}，数据库 {database}\n"
    "记录 {records}，改动 {ops}，退回 {refused}，待审核 {waiting}，人员 {workers}，电脑 {devices}\n"
    "最早未送达：{oldest}",
    "{name} ({code}), version {version}, database {database}\n"
    "records {records}, ops {ops}, refused {refused}, waiting {waiting}, workers {workers}, devices {devices}\n"
    "oldest unsent: {oldest}",
)
_NONE = Words("没有", "none")


def init(call: Call) -> None:
    """Makes a district, with regions from a file if one is given."""
    from gridworker.server.district import District

    entries = _entries(call, call.options.regions) if call.options.regions else []
    folder = data_folder(call)
    district = District.create(
        folder, call.options.name, call.options.code, entries=entries, database_url=database_url(call)
    )
    try:
        count = len(district.list_regions())
    finally:
        district.close()
    name, code = call.options.name, call.options.code
    call.answer(
        {"name": name, "code": code, "regions": count}, call.said(_MADE, name=name, code=code, regions=count)
    )


def region_import(call: Call) -> None:
    """Adds the regions of a file, all or none."""
    entries = _entries(call, call.options.file)
    with opened(call) as district:
        added = district.add_regions(entries)
        known = {node.id: node.code for node in district.list_regions()}
    call.answer(_listed(added, known), call.said(_ADDED, count=len(added)))


def region_add(call: Call) -> None:
    """Adds one region."""
    from gridworker.server.regions import Entry

    options = call.options
    with opened(call) as district:
        added = district.add_regions([Entry(options.code, options.name, options.level, options.parent)])
        known = {node.id: node.code for node in district.list_regions()}
    call.answer(_listed(added, known), call.said(_ADDED, count=len(added)))


def region_list(call: Call) -> None:
    """Lists all regions."""
    with opened(call) as district:
        nodes = district.list_regions()
    rows = _listed(nodes, {node.id: node.code for node in nodes})
    cells = [[str(cell or "") for cell in row.values()] for row in rows]
    call.answer(rows, text_table([call.said(words) for words in _REGION], cells))


def status(call: Call) -> None:
    """Says how the district does."""
    with opened(call) as district:
        now = district.status()
    value = {
        "version": now.version,
        "epoch": now.district.epoch,
        "district": {"name": now.district.name, "code": now.district.code},
        "database": now.database,
        "counts": now.counts,
        "devices": [device_row(device) for device in now.devices],
        "oldest_unsent_at": now.oldest_unsent_at,
    }
    oldest = moment(now.oldest_unsent_at) if now.oldest_unsent_at else call.said(_NONE)
    text = call.said(
        _STATUS,
        name=now.district.name,
        code=now.district.code,
        version=now.version,
        database=now.database,
        oldest=oldest,
        **now.counts,
    )
    if now.devices:
        headers = [call.said(words) for words in DEVICE_HEADERS]
        text += "\n\n" + text_table(headers, [device_cells(device) for device in now.devices])
    call.answer(value, text)


def _entries(call: Call, name: str) -> list[Entry]:
    from gridworker.server.regions import read_csv

    return read_csv(read_content(call, name))


def _listed(nodes: Sequence[Region], codes: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "code": node.code,
            "name": node.name,
            "level": node.level,
            "parent": codes.get(node.parent or ""),
            "valid_from": node.valid_from,
            "valid_to": node.valid_to,
        }
        for node in nodes
    ]
