#!/bin/sh
# Builds the program's folder, DIST/gridworker: `sh build.sh PYTHON SPEC DIST WORK`. Nothing outside DIST and WORK is written.
set -eu

PYINSTALLER_CONFIG_DIR=$4/cache
export PYINSTALLER_CONFIG_DIR
exec "$1" -m PyInstaller --noconfirm --clean --log-level WARN --distpath "$3" --workpath "$4" "$2"
