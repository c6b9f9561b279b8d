#!/bin/sh
# Tries what `make installer` made in dist/ on a bare Debian 12, as root: no Python, no fonts, no network.
# `sh resources/installer/bare.sh [FOLDER]` keeps the bare system in FOLDER for the next time. Needs debootstrap; the
# window is opened on a real display too where Xvfb is there.
set -eu
cd "$(dirname "$0")/../.."

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'bare: %s\n' "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "run it as root: a bare system is made and entered"
archive=$(ls dist/gridworker-*-linux-"$(uname -m)".tar.xz) || fail "run make installer first"
package=$(ls dist/gridworker_*.deb)
work=$(mktemp -d)
bare=$work/bare
display=
trap '[ -z "$display" ] || kill "$display"; rm -rf "$work"' EXIT

# Everything in the bare system happens without a network; its mounts go with the process.
inside() {
    unshare -mn sh -euc '
        bare=$1; shift
        ip link set lo up
        mount --bind /dev "$bare/dev"
        mount -t proc proc "$bare/proc"
        if [ -d /tmp/.X11-unix ]; then mkdir -p "$bare/tmp/.X11-unix"; mount --bind /tmp/.X11-unix "$bare/tmp/.X11-unix"; fi
        exec chroot "$@"' sh "$bare" "$@"
}
home="/home/周敏 的家"
as_worker() { inside --userspec=1000:1000 "$bare" env -i HOME="$home" PATH=/usr/bin:/bin "$@"; }
as_root() { inside "$bare" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
held() { (cd "$bare$home/.local/share/gridworker" && find . -type f -exec sha256sum {} + | sort | sha256sum); }

say "a bare Debian 12"
system=${1:-$work/system}
[ -e "$system/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$system" >"$work/log" || { cat "$work/log"; exit 1; }
cp -a "$system" "$bare"
[ -z "$(find "$bare" -xdev \( -name 'python3*' -o -name '*.ttf' -o -name '*.otf' -o -name 'libGL*.so*' \) -path '*/usr/*')" ] ||
    fail "the system is not bare"
as_root useradd --uid 1000 --create-home --home-dir "$home" zhoumin

say "the archive, installed by a worker: $(du -m "$archive" | cut -f1) MiB"
tar -C "$bare$home" -xf "$archive"
chown -R 1000:1000 "$bare$home"
stick=$home/$(basename "$archive" .tar.xz)
as_worker sh "$stick/install.sh"
program=$home/.local/bin/gridworker
as_worker QT_QPA_PLATFORM=offscreen "$program" --self-check

say "again, among libraries and a Python that are not its own"
mkdir -p "$bare/tmp/hostile"
for library in libQt6Core.so.6 libpython3.11.so.1.0 libcrypto.so.3 libstdc++.so.6; do echo no library >"$bare/tmp/hostile/$library"; done
as_worker PYTHONHOME=/nowhere PYTHONPATH=/tmp/hostile LD_LIBRARY_PATH=/tmp/hostile QT_QPA_PLATFORM=offscreen "$program" --self-check

if command -v Xvfb >/dev/null; then
    say "on a real display"
    mkfifo "$work/number"
    Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 3>"$work/number" 2>/dev/null &
    display=$!
    read -r number <"$work/number"
    as_worker QT_QPA_PLATFORM=xcb DISPLAY=":$number" "$program" --self-check
fi

say "a day's record, and the Debian package beside it"
cp resources/installer/bare_day.sh "$bare/tmp/"
as_worker sh /tmp/bare_day.sh "$program" "$home/.local/share/gridworker-program/base/gridworker-server"
cp "$package" "$bare/tmp/gridworker.deb"
as_root dpkg -i /tmp/gridworker.deb
[ -z "$(as_root dpkg --audit)" ] || fail "the package waits for others"
as_worker sh "$stick/install.sh" remove
[ ! -e "$bare$program" ] || fail "removed, and still there"
as_worker QT_QPA_PLATFORM=offscreen /usr/bin/gridworker --self-check
as_worker GRIDWORKER_PASSWORD=Xihe-Road-2026 /usr/bin/gridworker --json record list note | grep -q 东篱苑 || fail "the record is gone"
before=$(held)
as_root dpkg -i /tmp/gridworker.deb
as_root dpkg -r gridworker
[ ! -e "$bare/opt/gridworker" ] || fail "removed, and still there"
[ "$(held)" = "$before" ] || fail "the records were touched"
say "all of it works: archive $(du -m "$archive" | cut -f1) MiB, package $(du -m "$package" | cut -f1) MiB"
