"""`gridworker-server worker …`, `enrol-code` and `device …`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gridworker.cli.frame import Call, Words
from gridworker.cli.server_opened import opened
from gridworker.cli.text_table import text_table
from gridworker.documents.values import moment

if TYPE_CHECKING:
    from gridworker.server.devices import DeviceRow
    from gridworker.server.workers import Worker

DEVICE_HEADERS = (
    Words("电脑", "replica"),
    Words("人员", "worker"),
    Words("名称", "name"),
    Words("状态", "state"),
    Words("最近同步", "last sync"),
    Words("未送达", "unsent"),
)
_WORKER_HEADERS = (
    Words("工号", "id"),
    Words("姓名", "name"),
    Words("身份", "role"),
    Words("负责范围", "scopes"),
)
_CODE = Words("入网码：{code}，{until} 前有效，只能用一次。", "Code: {code}, good until {until}, works once.")


def worker_add(call: Call) -> None:
    """Adds a person."""
    options = call.options
    with opened(call) as district:
        _answer_workers(call, [district.add_worker(options.id, options.name, options.role, options.scope)])


def worker_grant(call: Call) -> None:
    """Gives a person one more region."""
    with opened(call) as district:
        _answer_workers(call, [district.grant(call.options.id, call.options.scope)])


def worker_revoke(call: Call) -> None:
    """Takes a region back from a person."""
    with opened(call) as district:
        _answer_workers(call, [district.revoke(call.options.id, call.options.scope)])


def worker_list(call: Call) -> None:
    """Lists everybody."""
    with opened(call) as district:
        _answer_workers(call, district.list_workers())


def enrol_code(call: Call) -> None:
    """Makes an enrolment code."""
    with opened(call) as district:
        made = district.enrol_code(call.options.id, call.options.hours)
    call.answer(
        {"code": made.code, "expires_at": made.expires_at},
        call.said(_CODE, code=made.code, until=moment(made.expires_at)),
    )


def device_list(call: Call) -> None:
    """Lists the laptops."""
    with opened(call) as district:
        _answer_devices(call, district.list_devices())


def device_revoke(call: Call) -> None:
    """Ends a laptop's right."""
    with opened(call) as district:
        _answer_devices(call, [district.revoke_device(call.options.replica, call.options.why)])


def device_row(device: DeviceRow) -> dict[str, Any]:
    """A laptop for scripts."""
    return device._asdict()


def device_cells(device: DeviceRow) -> list[str]:
    """A laptop for people, under `DEVICE_HEADERS`."""
    last = moment(device.last_sync_at) if device.last_sync_at else ""
    return [device.replica, device.worker_id, device.name, device.state, last, str(device.unsent)]


def _answer_workers(call: Call, workers: Sequence[Worker]) -> None:
    cells = [[worker.id, worker.name, worker.role, " ".join(worker.scopes)] for worker in workers]
    headers = [call.said(words) for words in _WORKER_HEADERS]
    call.answer([worker._asdict() for worker in workers], text_table(headers, cells))


def _answer_devices(call: Call, devices: Sequence[DeviceRow]) -> None:
    headers = [call.said(words) for words in DEVICE_HEADERS]
    call.answer(
        [device_row(device) for device in devices],
        text_table(headers, [device_cells(device) for device in devices]),
    )
