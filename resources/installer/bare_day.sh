#!/bin/sh
# A district and a laptop on one bare computer, with a day's record that is synced: `bare_day.sh PROGRAM SERVER`.
set -eu

program=$1
server=$2
export GRIDWORKER_PASSWORD=Xihe-Road-2026
folder=$(mktemp -d)
export GRIDWORKER_SERVER_DATA="$folder/district"

"$server" init --name 萧山区 --code 330109
"$server" region add 330109001 城厢街道 --parent 330109 --level town
"$server" region add 330109001035 西河路社区 --parent 330109001 --level village
"$server" region add 330109001035003 第三网格 --parent 330109001035 --level grid
"$server" worker add --id zhoumin --name 周敏 --role grid_worker --scope 330109001035003
"$server" serve --port 0 >"$folder/said" 2>&1 &
serving=$!
trap 'kill $serving; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
    address=$(grep -o 'http://[^ ]*' "$folder/said" || true)
    [ -z "$address" ] || break
    sleep 0.2
done

code=$("$server" --lang en --json enrol-code zhoumin | sed 's/.*"code": *"\([^"]*\)".*/\1/')
"$program" enrol --server "$address" --code "$code"
echo '{"text": "东篱苑3幢楼道堆放纸箱"}' | "$program" record add note -
"$program" sync --until-empty
