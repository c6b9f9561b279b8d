"""案号: the number a mediation case gets once, when it is accepted (卷宗封面: （年）某人调字第N号)."""

from __future__ import annotations

_COMMITTEES = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "社区"),
    ("居委会", "社区"),
    ("村村民委员会", "村"),
    ("村民委员会", "村"),
    ("村村委会", "村"),
    ("村委会", "村"),
)


def short_village(name: str) -> str:
    """A village or community as people say it: 江寺居委会 is 江寺社区, 山末址村委会 is 山末址村."""
    for committee, said in _COMMITTEES:
        if name.endswith(committee):
            return name.removesuffix(committee) + said
    return name


def case_number(year: int, village: str, grid: str, ordinal: int) -> str:
    """The number of the `ordinal`-th case of a year in a grid; the village's own desk has an empty `grid`.

    The village is left out where the grid's name begins with it.
    """
    short = short_village(village)
    place = grid if grid.startswith((short, village)) and grid else short + grid
    return f"（{year}）{place}人调字第{ordinal}号"
