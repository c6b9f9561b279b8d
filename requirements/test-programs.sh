#!/bin/sh
# Makes sure that the programs are there which only the tests and the installer use: strace puts faults into real
# processes, Xvfb is a display that can die, binutils and the shared library that Debian keeps apart from its Python build
# the installed program, xz packs it, nginx, openssl and curl are typed in the guide for the district. What is missing is
# installed through apt where that is allowed, else the exact line is printed.
set -eu

python=${1:?usage: test-programs.sh PATH-TO-VENV-PYTHON}
[ "$(uname -s)" = Linux ] || exit 0

packages=""
command -v strace >/dev/null || packages="$packages strace"
command -v Xvfb >/dev/null || packages="$packages xvfb"
command -v objdump >/dev/null || packages="$packages binutils"
command -v xz >/dev/null || packages="$packages xz-utils"
[ -x /usr/sbin/nginx ] || packages="$packages nginx-light"
command -v openssl >/dev/null || packages="$packages openssl"
command -v curl >/dev/null || packages="$packages curl"
"$python" -c 'from sysconfig import get_config_var as built; from PyInstaller.depend.bindepend import get_python_library_path
built("Py_ENABLE_SHARED") and get_python_library_path()' 2>/dev/null ||
    packages="$packages $("$python" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')"
[ -n "$packages" ] || exit 0

line="apt-get update && apt-get install -y --no-install-recommends$packages"
as_root=""
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
fi
if ! command -v apt-get >/dev/null || { [ -n "$as_root" ] && ! $as_root true 2>/dev/null; }; then
    echo "gridworker: the tests and the installer need$packages. Install them (on Debian, as root: $line), then run make again." >&2
    exit 1
fi

echo "installing what only the tests and the installer use:$packages"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
