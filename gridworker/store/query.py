"""What a person types into the search box, as a question to the index (FTS5, "Full-text query syntax").

Terms between blanks must all be found. Everything is quoted, so that nothing a person types is syntax.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from gridworker.store.index import kind_token
from gridworker.store.pinyin import LONGEST_FULL, LONGEST_INITIALS
from gridworker.store.words import HOUSE, RUN, characters, fold, house_token, triples

LONGEST_QUESTION = 400
LONGEST_TERM = 64
MOST_TERMS = 8

_LETTERS_FIRST = re.compile(r"[a-z][0-9a-z]*")
_NUMBER = re.compile(r"[0-9]{17}x|[0-9]{3,}")


class Term(NamedTuple):
    """One term: as typed, its letters and digits alone, and whether it may be pinyin."""

    typed: str
    folded: str
    may_be_pinyin: bool


class Question(NamedTuple):
    """The terms, and the expressions that the index understands, to be tried in order until one finds something."""

    terms: list[Term]
    ways: list[str]


def ask(text: str, kinds: Collection[str] | None = None) -> Question | None:
    """The question that `text` asks, of records of these kinds alone if any are given; None if it asks nothing."""
    terms = [term for typed in text[:LONGEST_QUESTION].split() if (term := _term(typed))][:MOST_TERMS]
    if not terms or (kinds is not None and not kinds):
        return None
    ways = [_all_of([*map(_expression, terms), *_among(kinds)])]
    if any(HOUSE.search(term.typed) and not term.folded.isascii() for term in terms):
        ways.append(_all_of([*map(_as_written, terms), *_among(kinds)]))
    return Question(terms, ways)


def _term(typed: str) -> Term | None:
    typed = typed[:LONGEST_TERM]
    folded = fold(typed).replace(" ", "")
    return Term(typed, folded, _LETTERS_FIRST.fullmatch(folded) is not None) if folded else None


def _among(kinds: Collection[str] | None) -> list[str]:
    return [_any_of([f'words : "{kind_token(kind)}"' for kind in sorted(kinds)])] if kinds else []


def _expression(term: Term) -> str:
    """How a term is found: by its pieces if it has several, else as a number, as pinyin or as it is written."""
    pieces = pieces_of(term)
    if pieces:
        return _all_of(list(map(_expression, pieces)))
    if HOUSE.fullmatch(term.typed):
        number = f'words : "{house_token(term.typed)}" *'
        return _any_of([number, _run(term.folded)]) if RUN.fullmatch(term.folded) else number
    return _any_of([_as_written(term), _as_pinyin(term.folded)]) if term.may_be_pinyin else _as_written(term)


def _as_written(term: Term) -> str:
    """A term as a piece of a text: a run of letters and digits, or characters that stand together."""
    run = fold(term.typed).strip()
    return _run(run) if RUN.fullmatch(run) else f'words : "{characters(term.typed)}"'


def _run(letters: str) -> str:
    return f'words : "{triples(letters)}"'


def _as_pinyin(letters: str) -> str:
    """The beginning of a name from any of its characters on; initials beyond those indexed are taken on trust."""
    lengths = sorted(
        {min(len(letters), longest) for longest in (LONGEST_FULL, LONGEST_INITIALS)}, reverse=True
    )
    return _any_of([f'pinyin : "{letters[:length]}"' for length in lengths])


def pieces_of(term: Term) -> list[Term]:
    """What is typed as one but need not stand together: a name and a number, as in 张三5678, dly501, 东篱苑3-2-501.

    For the index it is quicker too: a phrase of single digits looks through nearly every record.
    """
    typed = term.typed
    number = HOUSE.search(typed)
    if number is None:
        folded = fold(typed)
        number = _NUMBER.search(folded) if len(folded) == len(typed) else None
    if number is None:
        return []
    around = (typed[: number.start()], typed[number.start() : number.end()], typed[number.end() :])
    pieces = [piece for part in around if (piece := _term(part))]
    return pieces if len(pieces) > 1 else []


def _all_of(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + " AND ".join(parts) + ")"


def _any_of(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else "(" + " OR ".join(ways) + ")"
