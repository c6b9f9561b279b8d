"""A request the server does not carry out, with the code of protocol §9 that says why."""

from __future__ import annotations

from gridworker.protocol.messages import Ack, Problem
from gridworker.protocol.problems import STATUS

_TITLES = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    409: "Conflict of histories",
    413: "Too large",
    416: "Range not satisfiable",
    426: "Upgrade required",
    500: "Internal error",
    503: "Busy",
}


class Rejected(Exception):
    """Ends a request. `detail` is for whoever reads a trace; it holds no names and no content of records."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        retry_after: int | None = None,
        epoch: str | None = None,
        forks: list[str] | None = None,
        acks: list[Ack] | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.epoch = epoch
        self.forks = forks
        self.acks = acks
        self.offset = offset

    def problem(self) -> Problem:
        """The answer's body (RFC 9457)."""
        status = STATUS[self.code]
        return Problem(
            type=f"urn:gridworker:problem:{self.code.lower().replace('_', '-')}",
            title=_TITLES[status],
            status=status,
            code=self.code,
            detail=self.detail,
            retry_after=self.retry_after,
            epoch=self.epoch,
            forks=self.forks,
            acks=self.acks,
            offset=self.offset,
        )
