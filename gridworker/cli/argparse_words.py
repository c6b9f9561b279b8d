"""The words that argparse itself says, in Chinese. It takes them from gettext; here they come from a table."""

from __future__ import annotations

import argparse
import gettext

_CHINESE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "not allowed with argument %s": "不能和 %s 一起用",
    "ignored explicit argument %r": "这个选项不带值：%r",
    "the following arguments are required: %s": "缺少 %s",
    "one of the arguments %s is required": "下面几项要填一项：%s",
    "expected one argument": "后面要填一个值",
    "expected at most one argument": "后面最多填一个值",
    "expected at least one argument": "后面至少填一个值",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 写得不全，可能是 %(matches)s",
    "unexpected option string: %s": "这里不能用 %s",
    "invalid %(type)s value: %(value)r": "%(value)r 不是整数",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这个选择，可以填：%(choices)s",
    "invalid choice: %(value)r, maybe you meant %(maybe)r? (choose from %(choices)s)": (
        "没有 %(value)r 这个选择，可以填：%(choices)s"
    ),
    "option '%(option)s' is deprecated": "选项 %(option)s 已不再使用",
    "argument '%(argument_name)s' is deprecated": "参数 %(argument_name)s 已不再使用",
}


def speak(language: str) -> None:
    """Makes argparse speak `language` from now on, in this process."""
    english = language == "en"
    # argparse looks both names up in its module each time it says something.
    vars(argparse).update(
        _=gettext.gettext if english else _chinese,
        ngettext=gettext.ngettext if english else _chinese_plural,
    )


def _chinese(message: str) -> str:
    return _CHINESE.get(message, message)


def _chinese_plural(one: str, _many: str, count: int) -> str:
    return "后面要填 %s 个值" if one == "expected %s argument" else f"{one} ({count})"
