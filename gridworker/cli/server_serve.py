"""`gridworker-server serve`."""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.frame import Call
from gridworker.cli.server_opened import data_folder, database_url
from gridworker.domain.errors import PersonCanMend
from gridworker.environment.logs import open_log


def serve(call: Call) -> None:
    """Serves until SIGTERM; says where on standard output, in one line, once it takes requests.

    Raises `PersonCanMend("tls_both")` where of certificate and key only one is given.
    """
    from gridworker.server.listening import Address
    from gridworker.server.listening import serve as listen

    options = call.options
    if bool(options.tls_cert) != bool(options.tls_key):
        raise PersonCanMend("tls_both")
    open_log(data_folder(call))
    address = Address(
        host=options.host,
        port=options.port,
        workers=options.workers,
        tls_cert=Path(options.tls_cert) if options.tls_cert else None,
        tls_key=Path(options.tls_key) if options.tls_key else None,
    )
    listen(
        data_folder(call), database_url(call), address, lambda url: print(f"listening on {url}", flush=True)
    )
