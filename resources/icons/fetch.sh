#!/bin/sh
# Takes the icons of list.txt out of the npm package @fluentui/svg-icons. Needs npm; run it in any folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=1.1.343
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm pack --silent "@fluentui/svg-icons@$version" >/dev/null && tar xzf ./*.tgz)

rm -f "$here"/*.svg
for name in $(grep -v '^#' "$here/list.txt"); do
  for style in regular filled; do
    # The files end without a line break; text files of this project have one.
    { cat "$folder/package/icons/${name}_20_$style.svg"; echo; } > "$here/$name.$style.svg"
  done
done
echo "$(ls "$here"/*.svg | wc -l) icons of @fluentui/svg-icons $version"
