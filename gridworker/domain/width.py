"""Half-width text for fields that hold numbers: what a Chinese input method types instead of digits."""

_FULL_WIDTH_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TYPED_INSTEAD = {"\u3000": " ", "￥": "¥", "。": ".", "－": "-", "—": "-", "–": "-", "−": "-", "‐": "-"}
_TABLE = _FULL_WIDTH_FORMS | {ord(typed): meant for typed, meant in _TYPED_INSTEAD.items()}


def fold_width(text: str) -> str:
    """Return `text` with full-width forms as ASCII (１３８ → 138), outer blanks removed.

    For numeric fields only: in prose a full-width comma is the right one. Letters keep their case.
    """
    return text.strip() if text.isascii() else text.translate(_TABLE).strip()
