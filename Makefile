# The commands of a working copy. ARGS is passed on: make test ARGS="-k dispute".

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
ARGS ?=
RELEASE_KEYS ?=
MINUTES ?= 5

export RELEASE_KEYS
export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport PYTHONHOME PYTHONPATH

.PHONY: setup demo run test lint bench screens papers lab bugs installer bare pins

setup: $(READY)
	@:

demo: setup
	$(BIN)/gridworker demo $(ARGS)

run: setup
	$(BIN)/gridworker $(ARGS)

# The tests of one file stay in one process, so that it makes its servers and databases once. A process that crashes ends
# the run: pytest-xdist would wait for ever for what it had not begun. The files that take long come first (tests/conftest.py):
# both processes have work until the end. Compiled first: where Python may keep nothing that it compiled, each of the many
# programs that the tests start would compile all of it anew.
test: setup
	@sh requirements/test-programs.sh $(BIN)/python
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q -j 2 gridworker
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m benchmarks $(ARGS)

# Every page as a picture, into build/screens unless ARGS names a folder.
screens: setup
	$(BIN)/python -m tests.ui.screens $(ARGS)

# Every official paper as PDF, DOCX and pictures, into build/papers unless ARGS names a folder; LibreOffice reads each DOCX.
papers: setup
	@sh requirements/paper-programs.sh
	$(BIN)/python -m tests.documents $(ARGS)

# Kills, full disks and bad networks for MINUTES; ARGS="--seed N" plays a run again.
lab: setup
	@sh requirements/test-programs.sh $(BIN)/python
	$(BIN)/python -m tests.lab --minutes $(MINUTES) $(ARGS)

# Plants every known bug and says which test it dies of.
bugs: setup
	@sh requirements/test-programs.sh $(BIN)/python
	$(BIN)/python -m tests.lab.bugs

# The installed program in dist/: the folder, an archive and a Debian package; then it checks itself, and is renewed by a
# second version that breaks. RELEASE_KEYS names the public keys whose releases may take its place (docs/operating.md).
installer: setup
	@sh requirements/test-programs.sh $(BIN)/python
	$(BIN)/python resources/installer/make_icons.py build/icons
	sh resources/installer/build.sh $(BIN)/python build_installer.spec dist build/installer
	sh resources/installer/pack.sh
	$(BIN)/pytest -q tests/packaging/test_built.py --built dist/gridworker
	$(BIN)/python -m tests.packaging.renewed dist/gridworker

# What `make installer` made, on a bare Debian 12 without a network; as root. ARGS names a folder that keeps the system.
bare:
	sh resources/installer/bare.sh $(ARGS)

# Remakes requirements/*.txt from pyproject.toml.
pins:
	PYTHON=$(PYTHON) sh requirements/remake.sh $(ARGS)

$(READY): pyproject.toml requirements/all.txt requirements/system-packages.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || { \
	  echo "gridworker needs Python 3.11, 3.12 or 3.13; found: $$($(PYTHON) --version 2>&1 || true)" >&2; \
	  echo "Install one (on Debian: apt-get install python3 python3-venv), or name it: make setup PYTHON=python3.11" >&2; \
	  exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install -q --require-hashes --only-binary=:all: -r requirements/all.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q gridworker
	@sh requirements/system-libraries.sh $(BIN)/python
	@touch $(READY)
