"""A save and a sync index at the same moment: both read names, and neither takes anything away from the other."""

from __future__ import annotations

from tests.store.cabinet import start

AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
sys.setswitchinterval(1e-5)
from gridworker.store.pinyin import name_tokens
together = Barrier(4)
def read(_):
    together.wait()
    return sorted(name_tokens("单大伟"))
with ThreadPoolExecutor(4) as crew:
    read_by_each = list(crew.map(read, range(4)))
from pypinyin.pinyin_dict import pinyin_dict
print(all(read_by_each), len(set(map(tuple, read_by_each))), len(pinyin_dict) > 40_000)
"""


def test_names_are_read_by_several_threads_at_once() -> None:
    told, _ = start(AT_ONCE).communicate()
    assert told.split() == ["True", "1", "True"]
