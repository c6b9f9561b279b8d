#!/bin/sh
# Makes sure that the programs are there which only `make papers` uses: LibreOffice reads the DOCX, pdftoppm makes pictures.
# What is missing is installed through apt where that is allowed, else the exact line is printed.
set -eu

[ "$(uname -s)" = Linux ] || exit 0

packages=""
command -v soffice >/dev/null || packages="$packages libreoffice-writer-nogui"
command -v pdftoppm >/dev/null || packages="$packages poppler-utils"
[ -n "$packages" ] || exit 0

line="apt-get update && apt-get install -y --no-install-recommends$packages"
as_root=""
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
fi
if ! command -v apt-get >/dev/null || { [ -n "$as_root" ] && ! $as_root true 2>/dev/null; }; then
    echo "gridworker: make papers needs$packages. Install them (on Debian, as root: $line), then run make again." >&2
    exit 1
fi

echo "installing what only make papers uses:$packages"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
