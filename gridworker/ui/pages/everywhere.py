"""The keys that work on every page, for the sheet of F1 and for the settings."""

from __future__ import annotations

from gridworker.environment.language import Words
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.pins import PIN_KEY

EVERYWHERE = (
    KeyHelp("Ctrl+1", Words("记巡查", "Record a patrol")),
    KeyHelp("Ctrl+2", Words("登记纠纷", "Register a dispute")),
    KeyHelp("Ctrl+3", Words("记走访", "Record a visit")),
    KeyHelp("Ctrl+4", Words("随手记", "Write a note")),
    KeyHelp("Ctrl+5", Words("上报事件", "Report an event")),
    KeyHelp("Alt+1–8", Words("切换页面", "Go to a page")),
    KeyHelp("Ctrl+K", Words("搜索和命令", "Search and commands")),
    KeyHelp(PIN_KEY, Words("收藏打开或选中的记录", "Pin the open or chosen record")),
    KeyHelp("F5", Words("立即同步", "Sync now")),
    KeyHelp("Ctrl+F", Words("在本页筛选", "Filter this page")),
    KeyHelp("Ctrl+Shift+F", Words("存下的筛选", "Saved filters")),
    KeyHelp("Ctrl+Z", Words("撤销刚才的操作", "Undo")),
    KeyHelp("Ctrl+Y", Words("重做撤销的操作", "Redo")),
    KeyHelp("Ctrl+Shift+Z", Words("重做，同 Ctrl+Y", "Redo, as Ctrl+Y")),
    KeyHelp("Ctrl+L", Words("锁定", "Lock")),
    KeyHelp("Ctrl+Shift+L", Words("换个人使用", "Somebody else")),
    KeyHelp("Ctrl+=  Ctrl++", Words("放大字号", "Larger text")),
    KeyHelp("Ctrl+−", Words("缩小字号", "Smaller text")),
    KeyHelp("Ctrl+0", Words("字号还原", "Usual text size")),
    KeyHelp("F1", Words("本页的快捷键", "The keys of a page")),
    KeyHelp("Esc", Words("返回、关闭", "Back, close")),
)
