"""What the import of a table says."""

from __future__ import annotations

from gridworker.environment.language import Words

TITLE = Words("从表格导入：{kind}", "Import from a table: {kind}")
READING = Words("正在读取，还没有改动任何档案。", "Reading; nothing is changed yet.")
ROWS = Words("可以导入 {count} 行", "{count} lines can be imported")
NOTHING = Words("没有一行可以导入。", "No line can be imported.")
KNOWN = Words(
    "其中 {known} 行已有档案，另有 {twice} 行在表里重复。遇到这样的行：",
    "{known} of them are on file and {twice} repeat another line. With these:",
)
HOW = Words("已有档案的行怎么办", "Lines that are on file")
FILL = Words("只补空缺的项", "Fill what is empty")
SKIP = Words("跳过", "Skip")
ADD = Words("仍然新建", "Add all the same")
HOMES = Words("住址还没有住户的，同时建立住户", "Make the homes that the addresses name")
DOUBTS = Words(
    "{count} 个号码看着不对，照样导入，请之后核对。",
    "{count} numbers look wrong; imported as they are.",
)
MASKED = Words(
    "{count} 处打了码，不导入，也不覆盖原有内容。", "{count} values are covered by asterisks and left out."
)
UNKNOWN = Words("这些列不认识，不导入：{names}", "Columns nobody knows, left out: {names}")
REFUSED = Words("{count} 行有问题，不导入，其余照常。", "{count} lines cannot be imported; the others can.")
MORE = Words("下面列出前 {count} 行。", " The first {count} are listed.")
REFUSED_LIST = Words("有问题的行", "Lines that cannot be imported")
LINE = Words("第 {line} 行", "Line {line}")
IMPORT = Words("导入 {count} 行", "Import {count}")
RUNNING = Words("已导入 {done} / {total} 行", "{done} of {total} lines")
LEAVE, STOP, CLOSE = Words("取消", "Cancel"), Words("停止", "Stop"), Words("关闭", "Close")
DONE = Words("导入完成", "Imported")
STOPPED = Words("已停止，导入的都已保存", "Stopped; what was imported is saved")
RESULT = Words(
    "新建 {added} 份，补充 {filled} 份，原样保留 {skipped} 份。",
    "{added} added, {filled} filled up, {skipped} as they were.",
)
MADE_HOMES = Words("同时建立了 {count} 户住户。", "{count} homes were made with them.")
LEFT = Words(
    "还有 {count} 行没有导入，再导入同一份表格就会接着来。",
    "{count} lines are left; import the table again to go on.",
)
SAVE_REFUSED = Words("另存有问题的行", "Save bad lines")
SAVED = Words("待修改", "to-mend")
COLUMNS = Words("每一列读成什么", "What each column is")
CHECK = Words("核对各列", "Columns")
READ_AS = Words("读出 {count} 列：{names}。", "Columns read, {count} in all: {names}.")
AS = Words("{header}→{field}", "{header} → {field}")
REMEMBERED = Words(
    "按您上次改过的对应关系读取，可以再改。", "Read as you corrected it the last time; it can be changed."
)
COLUMNS_NOTE = Words(
    "左边是表里的列和头几行的内容，右边是导入到哪一项。改过的对应关系会记住，下次同样表头的表照此读取。",
    "At the left the column and what its first lines say, at the right the field it goes to. What you change is kept "
    "for tables with the same headers.",
)
NOT_TAKEN = Words("不导入这一列", "Leave this column out")
NO_HEADER = Words("（没有表头）", "(no header)")
READ = Words("按这样读取", "Read it so")
BACK = Words("返回", "Back")
TEMPLATE = Words("导入模板", "Empty template")
TEMPLATE_FILE = Words("{kind}导入模板", "template {kind}")
TEMPLATE_SAVED = Words(
    "模板已存到 {file}，填好后用“从表格导入”取回", "The template is in {file}; import it filled in"
)
