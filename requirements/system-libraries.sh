#!/bin/sh
# Makes sure that the system libraries Qt links to are there: what is missing is installed through apt where that is
# allowed, else the exact line is printed and the set-up stops.
set -eu

python=${1:?usage: system-libraries.sh PATH-TO-VENV-PYTHON}
[ "$(uname -s)" = Linux ] || exit 0

qt=$("$python" -c 'import os, importlib.util as u; print(os.path.dirname(u.find_spec("PySide6").origin))')/Qt

missing() {
    find "$qt/lib" "$qt/plugins/platforms" "$qt/plugins/xcbglintegrations" -name '*.so*' -type f \
        \( -name 'libQt6Core.*' -o -name 'libQt6Gui.*' -o -name 'libQt6Widgets.*' -o -name 'libQt6PrintSupport.*' \
        -o -name 'libQt6Svg.*' -o -name 'libQt6Network.*' -o -name 'libQt6DBus.*' -o -name 'libqxcb*' -o -name 'libQt6XcbQpa.*' \
        -o -name 'libqoffscreen.so' \) -exec ldd {} + 2>/dev/null | awk '/not found/ {print $1}' | sort -u
}

[ -n "$(missing)" ] || exit 0

packages=$(grep -v '^#' "$(dirname "$0")/system-packages.txt" | tr '\n' ' ')
line="apt-get update && apt-get install -y --no-install-recommends $packages"

if ! command -v apt-get >/dev/null; then
    echo "gridworker: Qt misses these libraries: $(missing | tr '\n' ' ')" >&2
    echo "Install them with this system's package manager (on Debian: $packages), then run make again." >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "gridworker: Qt misses system libraries. Run this line as root, then run make again:" >&2
    echo "$line" >&2
    exit 1
fi

echo "installing the system libraries Qt needs"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null

if [ -n "$(missing)" ]; then
    echo "gridworker: Qt still misses: $(missing | tr '\n' ' ')" >&2
    exit 1
fi
