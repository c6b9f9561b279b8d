#!/bin/sh
# Cuts the bundled fonts out of Noto Sans CJK SC and Noto Serif CJK SC. Needs Debian's package fonts-noto-cjk and Python 3; run it in any folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=${NOTO:-/usr/share/fonts/opentype/noto}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fonttools==4.60.1
python3 "$here/characters.py" > "$folder/characters.txt"

for font in Sans-Regular Sans-Bold Serif-Regular Serif-Bold; do
  face=${font%-*} weight=${font#*-}
  # Number 2 of the collection is the simplified Chinese one; the test of the fonts holds its name.
  "$folder/venv/bin/pyftsubset" "$source/Noto${face}CJK-$weight.ttc" --font-number=2 \
    --text-file="$folder/characters.txt" --output-file="$here/Noto${face}CJKsc-$weight-subset.otf" \
    --layout-features=kern,mark,mkmk,ccmp --name-IDs='*' --name-languages='*' --notdef-outline \
    --drop-tables+=vhea,vmtx,VORG,BASE
done
ls -l "$here"/*.otf
