#!/bin/sh
# Packs dist/gridworker for Linux: an archive that installs without administrator rights, and a package for Debian's kin.
set -eu
cd "$(dirname "$0")/../.."

# Whoever packs may keep files to themselves; the program is everybody's.
chmod -R a+rX dist/gridworker
version=$(.venv/bin/python -c "import gridworker; print(gridworker.__version__)")
machine=$(uname -m)
arch=$(dpkg --print-architecture 2>/dev/null || echo "$machine")
own=resources/installer
name=gridworker-$version-linux-$machine
work=build/$name
debian=build/debian

rm -rf "$work" "$debian" "dist/$name.tar.xz" "dist/gridworker_${version}_$arch.deb"
mkdir -p "$work"
cp -R dist/gridworker "$work/program"
cp "$own/install.sh" "$own/gridworker.desktop" LICENSE "$work/"
cp build/icons/gridworker-256.png "$work/gridworker.png"
tar -C build --owner=0 --group=0 --sort=name -c "$name" | xz -T0 -9 > "dist/$name.tar.xz"

command -v dpkg-deb >/dev/null || exit 0
# The system's own libraries inside ask for the C library of the system they come from.
glibc=$(find dist/gridworker -type f \( -name '*.so*' -o -name gridworker \) -exec objdump -T {} + 2>/dev/null |
    grep -o 'GLIBC_[0-9][0-9.]*' | cut -d_ -f2 | sort -uV | tail -1)
mkdir -p "$debian/DEBIAN" "$debian/opt" "$debian/usr/bin" "$debian/usr/share/applications"
cp -R dist/gridworker "$debian/opt/gridworker"
cp "$own/gridworker.desktop" "$debian/usr/share/applications/"
for size in 16 32 48 64 128 256; do
    place=$debian/usr/share/icons/hicolor/${size}x$size/apps
    mkdir -p "$place"
    cp "build/icons/gridworker-$size.png" "$place/gridworker.png"
done
ln -s /opt/gridworker/gridworker "$debian/usr/bin/gridworker"
ln -s /opt/gridworker/gridworker-server "$debian/usr/bin/gridworker-server"
cat > "$debian/DEBIAN/control" <<END
Package: gridworker
Version: $version
Architecture: $arch
Maintainer: gridworker
Installed-Size: $(du -sk "$debian/opt" | cut -f1)
Depends: libc6 (>= $glibc)
Recommends: libegl1, libgl1
Section: misc
Priority: optional
Description: Workbench of grid workers and mediators
 Patrols, disputes and visits, recorded without a network and synced with the district when there is one.
END
dpkg-deb --build --root-owner-group -Zxz "$debian" "dist/gridworker_${version}_$arch.deb" >/dev/null
