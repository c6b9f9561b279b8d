"""What the operating system says of this computer, as a trouble that has words."""

from __future__ import annotations

import errno

from gridworker.domain.errors import ComputerTrouble, OurFault, Trouble

_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.EIO: "disk_damaged",
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
}


def as_trouble(error: Exception) -> Trouble:
    """`error` itself if it is a trouble, what it says of this computer if that is known, else a fault of ours."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, MemoryError):
        return ComputerTrouble("out_of_memory")
    if isinstance(error, OSError) and error.errno in _CODES:
        code = _CODES[error.errno]
        return (
            ComputerTrouble(code, path=error.filename or "")
            if code == "no_permission"
            else ComputerTrouble(code)
        )
    return OurFault("our_fault", reference="")
