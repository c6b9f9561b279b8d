"""What the district returned: the same words in the queue, above a form and in the file of a case."""

from __future__ import annotations

from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.environment.marks import QUOTED, SEMICOLON, STOP
from gridworker.environment.wording import op_sentence, reason
from gridworker.operations.delivery import Parcel, parcels
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.forms.record_form import RecordForm
from gridworker.ui.session import Session
from gridworker.ui.theme.tokens import Tone

_RETURNED = Words("被退回：{why}", "Returned: {why}")
_FIX = Words("改好后会自动重新上传。", "Once mended it is sent again.")


async def read_returned(session: Session, record: str | None) -> Parcel | None:
    """What came back of a record; None where nothing did."""
    if not record:
        return None
    (parcel,) = await session.run(parcels, [record])
    return parcel if parcel.code else None


def why(parcel: Parcel, language: str) -> str:
    """Why the district returned a record: field and reason, else the sentence of the code."""
    named = labels(language)
    parts = [
        (QUOTED.said(language, text=named.path(parcel.kind, path)) if path else "") + reason(code, language)
        for path, code in parcel.reasons
    ]
    if not parts:
        return op_sentence(parcel.code, language) if parcel.code else ""
    return _RETURNED.said(language, why=SEMICOLON.said(language).join(parts))


def why_and_fix(parcel: Parcel, language: str) -> tuple[str, str]:
    """The words of a bar: why, and what mends it; the sentence of a code says both."""
    said = why(parcel, language)
    return (said + STOP.said(language), _FIX.said(language)) if parcel.reasons else (said, "")


def show_returned(parcel: Parcel | None, frame: FormFrame, form: RecordForm) -> None:
    """Says above a form why its record came back, and marks the fields that the district named."""
    if parcel is not None and form.isEnabled():
        language = form.session.language
        frame.warn(*why_and_fix(parcel, language), tone=Tone.DANGER)
        form.mark_returned({path: reason(code, language) for path, code in parcel.reasons})
