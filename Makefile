# Two commands for everybody: `make demo` and `make test`. Both do all the set-up first, by themselves.
# Set-up wants Debian packages: installed when we may (root, or sudo without a password), else the missing ones are named.

PYTHON ?= python3.11
PACKAGES = tesseract-ocr tesseract-ocr-vie fonts-liberation2
VENV = .venv
BIN = $(VENV)/bin
SAMPLES = samples/inbox

.PHONY: setup demo test lint check samples accuracy lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml Makefile
	@sh .ci/packages $(PACKAGES)
	@command -v $(PYTHON) >/dev/null || { echo "vanthu: $(PYTHON) is not here; install Python 3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	@rm -f build/demo.db build/demo.db-wal build/demo.db-shm && mkdir -p build
	@sh .ci/demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 2

samples: setup
	$(BIN)/python -m samples.build

accuracy: setup
	$(BIN)/python docs/accuracy.py

lock:
	uv pip compile pyproject.toml --extra dev --generate-hashes --python-version 3.11 --no-header --upgrade -o requirements.lock

clean:
	rm -rf $(VENV) build
