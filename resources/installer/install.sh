#!/bin/sh
# Puts the program into this person's own folders, without administrator rights; `./install.sh remove` takes it away
# again. What was recorded lies elsewhere and is never touched.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$data/gridworker-program
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
rm -rf "$program.new"
cp -R "$here/program" "$program.new"
# A program that runs keeps its files open: the old folder goes only when the new one stands complete beside it.
rm -rf "$program.old"
[ ! -d "$program" ] || mv "$program" "$program.old"
mv "$program.new" "$program"
rm -rf "$program.old"
cp "$here/gridworker.png" "$icon"
sed "s|^Exec=.*|Exec=\"$program/gridworker\"|" "$here/gridworker.desktop" > "$entry"
ln -sf "$program/gridworker" "$command"
echo "网格工作台已装好，在应用程序菜单里。 Gridworker is installed; it is in the menu of applications."
