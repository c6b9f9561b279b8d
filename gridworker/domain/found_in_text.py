"""What a note or a pasted message names: telephones, addresses, people, times, and who wrote what in a chat.

Nothing is looked up and nothing guessed: what is found stands in the text, `known` are names that the registry knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from gridworker.domain.addresses import parse_address
from gridworker.domain.spoken_times import SpokenTime, find_times, fold_keeping_length

LONGEST = 20_000
"""So much of a text is kept and looked through; a record holds no more (kinds, schema 1)."""

TO_WHOM = re.compile(r"^\s*\S{1,4}(?:师傅|阿姨|大姐|大哥|老师|主任|书记|网格员|同志)[，,：:！!]\s*")
"""Whom a message speaks to: nobody that it is about."""

_MOBILE = re.compile(r"(?<![\d*])(?:\+?86[\s-]?)?(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?![\d*])")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})-?([2-8]\d{6,7})(?:-\d{1,6})?(?!\d)")
_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_HAN = "\u4e00-\u9fff"
_HOUSE = re.compile(
    rf"([{_HAN}]{{2,12}})((?<!\d)\d{{1,3}}(?:幢|栋|号楼|座)(?:\d{{1,2}}单元)?(?:\d{{2,4}}(?!\d)[室号]?)?"
    rf"|\d{{1,3}}-(?:\d{{1,2}}-)?\d{{2,4}}(?!\d|-)室?)"
)
_STREET = re.compile(rf"([{_HAN}]{{1,10}}(?:路|街|巷|弄|大道))(\d{{1,4}}号(?:\d{{1,3}}(?:室|幢))?)")
_BEFORE = re.compile(
    r".*(?:我住在?|家住在?|住在|住|就在|在|位于|地址[是为]?|于|到|去|从|是|的|我家|我们家|咱家|咱们家|他家|她家|和|跟|与|给|找|请|让|把|说|讲|里|有|对|你好|您好|们|了)"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁"
    "柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮齐康伍余顾孟黄穆萧尹姚邵汪祁毛禹狄贝明戴宋庞熊纪舒屈项祝董梁杜阮蓝"
    "席季麻贾路娄危江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪干解应宗丁宣邓洪包诸左石崔吉龚程嵇邢裴陆荣翁荀惠"
    "曲封靳段焦巴谷车侯班仰仲伊宫宁仇栾厉祖武刘景詹束龙叶司黎白蒲卓蔺屠蒙池乔阳胥苍闻党翟谭贡姬申冉宰桑桂牛寿通边燕冀浦尚"
    "温庄晏柴瞿阎连习容向古易廖终居步耿满弘匡国文寇广东欧沃利越师巩聂晁敖冷辛那简饶空曾沙养鞠丰关查红游竺权盖来单楼"
)
_CALLED = re.compile(
    rf"(?:我是|我叫|本人|姓名[:：是为]?\s*|名叫|叫做|联系人[:：是为]?\s*|户主[:：是为]?\s*)([{_SURNAMES}][{_HAN}]{{1,2}})"
    rf"(?=$|[^{_HAN}]|[的，。在住家和说反是有要想对来])"
)
_TITLED = re.compile(
    rf"((?:老|小)[{_SURNAMES}]|[{_SURNAMES}][{_HAN}]{{0,2}}?(?:先生|女士|阿姨|大妈|大爷|大伯|奶奶|爷爷|师傅|老师|老板|主任|书记))"
)
_SURNAME = re.compile(rf"姓([{_SURNAMES}])(?!名)")
_CHAT = re.compile(
    r"^(?P<who>\S[^\n:：]{0,24}?)[:：]?\s+(?P<at>(?:(?:\d{4}[-/年])?\d{1,2}[-/月]\d{1,2}日?\s+|昨天\s*|今天\s*|星期[一二三四五六日]\s*)?"
    r"(?:上午|下午|凌晨|晚上|中午)?\s*\d{1,2}:\d{2}(?::\d{2})?)\s*$"
)
_AT_ALONE = re.compile(
    r"^(?:(?:\d{4}[-/年])?\d{1,2}[-/月]\d{1,2}日?\s+|昨天\s*|今天\s*)?(?:上午|下午|晚上)?\s*\d{1,2}:\d{2}(?::\d{2})?$"
)
_SAYS = re.compile(r"^(?P<who>[^\s:：，。]{1,12})[:：]\s*(?P<text>\S.*)$")


class Phone(NamedTuple):
    """A telephone: its digits, and where it stands in the text."""

    number: str
    start: int


class Address(NamedTuple):
    """An address: its words, taken apart, and where it stands."""

    text: str
    place: dict[str, Any]
    start: int


class Named(NamedTuple):
    """Somebody: the name as it stands, and whether the registry knows it."""

    name: str
    start: int
    known: bool = False


class Message(NamedTuple):
    """What somebody wrote in a chat, and when, as the chat said it."""

    who: str
    at: str
    text: str


class Found(NamedTuple):
    """All that a text names, each in the order of the text, each once."""

    text: str
    phones: list[Phone]
    addresses: list[Address]
    people: list[Named]
    times: list[SpokenTime]
    messages: list[Message]

    @property
    def is_cut(self) -> bool:
        """Whether the text was longer than what is kept."""
        return len(self.text) >= LONGEST


def find_in(text: str, now: datetime, known: Collection[str] = ()) -> Found:
    """What a text names. Never raises; of a longer text the first `LONGEST` characters count."""
    kept = text[:LONGEST]
    messages = chat_of(kept)
    body = "\n".join(message.text for message in messages) if messages else kept
    senders = [Named(one.who, kept.find(one.who), one.who in known) for one in messages if _is_name(one.who)]
    told = [TO_WHOM.sub(lambda hit: " " * len(hit[0]), message.text) for message in messages]
    people = [*senders, *find_people("\n".join(told) if messages else body, known)]
    return Found(
        kept,
        find_phones(body),
        find_addresses(body),
        list({one.name: one for one in reversed(people)}.values())[::-1],
        [*(find_times(messages[0].at, now) if messages else ()), *find_times(body, now)],
        messages,
    )


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(rf"[{_SURNAMES}][{_HAN}]{{1,3}}", text))


def find_phones(text: str) -> list[Phone]:
    """Telephones, mobiles without the gaps people leave in them; never a piece of an identity number."""
    plain = _ID.sub(lambda found: "*" * len(found[0]), fold_keeping_length(text))
    found = [Phone("".join(hit.groups()), hit.start()) for hit in _MOBILE.finditer(plain)]
    rest = _MOBILE.sub(lambda hit: "*" * len(hit[0]), plain)
    found += [Phone(f"{hit[1]}-{hit[2]}", hit.start()) for hit in _LANDLINE.finditer(rest)]
    return _once(sorted(found, key=lambda one: one.start))


def _once(phones: list[Phone]) -> list[Phone]:
    return list({one.number: one for one in reversed(phones)}.values())[::-1]


def find_addresses(text: str) -> list[Address]:
    """Houses of an estate and numbers of a street."""
    plain = fold_keeping_length(text)
    found: dict[str, Address] = {}
    for pattern in (_HOUSE, _STREET):
        for hit in pattern.finditer(plain):
            estate = _BEFORE.sub("", hit[1])
            if len(estate) < 2:
                continue
            words = estate + hit[2]
            start = hit.start() + len(hit[1]) - len(estate)
            found.setdefault(words, Address(words, parse_address(words), start))
    return sorted(found.values(), key=lambda one: one.start)


def find_people(text: str, known: Collection[str] = ()) -> list[Named]:
    """Names the registry knows, names after “我是” and the like, and people by surname and title."""
    found: dict[str, Named] = {}
    hits = [Named(name, at, known=True) for name in known if (at := text.find(name)) >= 0]
    hits += [Named(hit[1], hit.start(1)) for hit in _CALLED.finditer(text)]
    hits += [Named(hit[1], hit.start(1)) for hit in _TITLED.finditer(text)]
    hits += [Named(f"{hit[1]}某", hit.start(1)) for hit in _SURNAME.finditer(text)]
    for one in hits:
        # 李建国 is found, so 李建 and 李先生 inside it are not.
        inside = any(one.name in other and one.name != other for other in found)
        if not inside:
            found.setdefault(one.name, one)
    return sorted(found.values(), key=lambda one: one.start)


def chat_of(text: str) -> list[Message]:
    """The messages of a chat that was copied: a line with who and when, or who, a colon and what; else none."""
    lines = fold_lines(text)
    messages = list(_headed(lines))
    if messages:
        return messages
    said = [found for line in lines if (found := _SAYS.match(line))]
    if len(said) < 2 or len(said) * 2 < sum(bool(line.strip()) for line in lines):
        return []
    return [Message(found["who"], "", found["text"].strip()) for found in said]


def fold_lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them, without blanks at their ends."""
    return [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _headed(lines: list[str]) -> Iterator[Message]:
    who = at = ""
    said: list[str] = []
    for number, line in enumerate(lines):
        head = None if _AT_ALONE.match(line) else _CHAT.match(line)
        follows = number + 1 < len(lines) and _AT_ALONE.match(lines[number + 1]) and 0 < len(line) <= 24
        if head or follows:
            if who and said:
                yield Message(who, at, "\n".join(said).strip())
            who, at, said = (head["who"], head["at"], []) if head else (line.rstrip(":："), "", [])
        elif who and not said and not at and _AT_ALONE.match(line):
            at = line
        elif who:
            said.append(line)
    if who and any(said):
        yield Message(who, at, "\n".join(said).strip())
