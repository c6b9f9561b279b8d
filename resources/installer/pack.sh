#!/bin/sh
# Packs dist/gridworker for Linux: an archive that installs without administrator rights, and a package for Debian's kin.
set -eu
cd "$(dirname "$0")/../.."

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
Depends: libc6 (>= 2.28), libegl1, libgl1
Section: misc
Priority: optional
Description: Workbench of grid workers and mediators
 Patrols, disputes and visits, recorded without a network and synced with the district when there is one.
END
dpkg-deb --build --root-owner-group -Zxz "$debian" "dist/gridworker_${version}_$arch.deb" >/dev/null
