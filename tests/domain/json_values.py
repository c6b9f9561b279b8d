"""Strategies for what a record may hold."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

# Letters composed and decomposed, Chinese, a compatibility ideograph, marks that stand alone, JSON's own signs.
LETTERS = 'aé\u0301ô\u0302\u1100\u1161각漏水\uf90a~/"\\[]{} \n\U0001f474'

texts = st.text(alphabet=LETTERS, max_size=6)
names = st.text(alphabet=LETTERS, min_size=1, max_size=4)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), texts)


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)


values: st.SearchStrategy[Any] = st.recursive(scalars, _around, max_leaves=8)
