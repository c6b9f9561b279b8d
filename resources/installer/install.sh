#!/bin/sh
# Puts the program into this person's own folders, without administrator rights; `./install.sh remove` takes it away
# again. What was recorded lies elsewhere and is never touched. It is laid down as the base; versions from the district
# come to lie beside it, and the base starts whichever is to start.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$data/gridworker-program
base=$program/base
entry=$data/applications/gridworker.desktop
icon=$data/icons/hicolor/256x256/apps/gridworker.png
command=$HOME/.local/bin/gridworker

if [ "${1:-}" = remove ]; then
    rm -rf "$program"
    rm -f "$entry" "$icon" "$command"
    echo "网格工作台已卸载，记录还在原处。 The program was removed; the records are where they were."
    exit 0
fi

mkdir -p "$data/applications" "$(dirname "$icon")" "$(dirname "$command")"
mkdir -p "$program"
[ -d "$base" ] || [ ! -d "$base.old" ] || mv "$base.old" "$base"
rm -rf "$base.new"
cp -R "$here/program" "$base.new"
# It runs here, or nothing is changed. Told that it is the base, it does not hand over to a version of the district.
if ! GRIDWORKER_BASE="$base.new" GRIDWORKER_RUNS="$base.new" "$base.new/gridworker" --version >/dev/null; then
    rm -rf "$base.new"
    echo "没有装上：程序在这台电脑上运行不了。系统可能太旧，或者这是别的型号的安装包，或者文件没有拷全。" >&2
    echo "原来的程序和记录都没有动。请把上面的英文提示发给管理员。" >&2
    echo "Not installed: the program does not run on this computer; what was there is untouched." >&2
    exit 1
fi
# A program that runs keeps its files open: the old folder goes only when the new one stands complete beside it.
rm -rf "$base.old"
[ ! -d "$base" ] || mv "$base" "$base.old"
mv "$base.new" "$base"
rm -rf "$base.old"
cp "$here/gridworker.png" "$icon"
sed "s|^Exec=.*|Exec=\"$base/gridworker\"|" "$here/gridworker.desktop" > "$entry"
ln -sf "$base/gridworker" "$command"
echo "网格工作台已装好，在应用程序菜单里。 Gridworker is installed; it is in the menu of applications."
