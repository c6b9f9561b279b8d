#!/bin/sh
# Remakes the pinned requirements from pyproject.toml: every platform and Python at once, with hashes, without addresses.
# `make pins` keeps what is pinned and adds what is new; `make pins ARGS=--upgrade` takes the newest of everything.
set -eu
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${PYTHON:-python3}" -m venv "$tools"
"$tools/bin/pip" install -q uv

pin() {
    output=$1
    shift
    "$tools/bin/uv" pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file "$output" "$@"
}

pin requirements/all.txt --extra server --extra installer --extra test "$@"
pin requirements/app.txt --constraint requirements/all.txt
# A server has no window.
pin requirements/server.txt --constraint requirements/all.txt --extra server \
    --no-emit-package pyside6-essentials --no-emit-package shiboken6 --no-emit-package qasync

if grep -nE '://|^-' requirements/all.txt requirements/app.txt requirements/server.txt; then
    echo "the pinned requirements name an address or an option; see above" >&2
    exit 1
fi
