"""Writes the parts of `docs/` that are made from the code anew."""

from __future__ import annotations

from tests.docs.generated import GENERATED_PAGES, renewed

for page in GENERATED_PAGES:
    page.write_text(renewed(page), encoding="utf-8")
