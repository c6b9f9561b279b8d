"""The keys of a page of a list and a form."""

from __future__ import annotations

from gridworker.environment.language import Words
from gridworker.ui.forms.export_sheet import EXPORT, EXPORT_KEY
from gridworker.ui.pages.page import KeyHelp

FORM_KEYS = (
    KeyHelp("Enter", Words("到下一项", "To the next field")),
    KeyHelp("F2", Words("常用语，按数字选用", "Phrases; a digit takes one")),
    KeyHelp("Alt+I", Words("添加照片或文件", "Add photos or files")),
    KeyHelp("Ctrl+Enter", Words("保存，接着记下一条", "Save and begin the next")),
    KeyHelp("F9", Words("保存并完成", "Save and finish")),
    KeyHelp("F4", Words("打开相关的人房企档案", "Open the registry's record of it")),
    KeyHelp("Ctrl+F", Words("筛选左边的列表", "Filter the list")),
    KeyHelp(EXPORT_KEY, EXPORT),
    KeyHelp("Ctrl+Del", Words("删除打开的记录", "Delete the open record")),
    KeyHelp("Ctrl+H", Words("修改历史", "History of changes")),
    KeyHelp("Esc", Words("放下打开的记录，回到列表", "Leave the open record, back to the list")),
)
