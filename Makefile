# Two commands for everybody: `make demo` and `make test`. Both do all the set-up first, by themselves.
# Set-up wants Debian packages: installed when we may (root, or sudo without a password), else the missing ones are named.

PYTHON ?= python3.11
PACKAGES = tesseract-ocr tesseract-ocr-vie
TEST_PACKAGES = fonts-liberation2 postgresql chromium libatomic1
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: setup demo test lint samples accuracy bench-database bench-feeds calibration bench-reading bench-review review-pictures bench-following soak soak-database bench-batch lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "vanthu: $(PYTHON) is not here; install Python 3.11" >&2; exit 1; }
	@sh .ci/packages $(PACKAGES) $$($(PYTHON) -c "import ensurepip" 2>/dev/null || echo python3.11-venv)
	test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup
	@mkdir -p build && rm -f build/demo.db*
	@sh .ci/demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	@sh .ci/packages $(TEST_PACKAGES)
	$(BIN)/pytest -n 2

# Makes the sample inbox anew, from samples/*.py.
samples: setup
	@sh .ci/packages fonts-liberation2
	$(BIN)/python -m samples.build

# Writes docs/accuracy.md; wants ../shared.
accuracy: setup
	$(BIN)/python -m docs.understanding.accuracy

# Fits what a confidence means, from docs/understanding/calibration-pairs.csv; measures ../shared anew where it is (minutes of OCR).
calibration: setup
	$(BIN)/python -m docs.understanding.calibration

# Writes docs/reading.md; wants ../shared, and three quarters of an hour. One part: .venv/bin/python -m docs.readings.bench curve
bench-reading: setup
	@sh .ci/packages fonts-liberation2 ocrmypdf poppler-utils
	$(BIN)/python -m docs.readings.bench

# Writes docs/review.md; DOCUMENTS=20000 makes a smaller database, SECONDS=20 a shorter load. BENCH_DATABASE=build/bench.db
# keeps the database and takes it again the next time, for bench-following too; PARTS="next_documents" runs some parts only.
bench-review: setup
	@sh .ci/packages chromium
	$(BIN)/python -m docs.desk.bench $(PARTS)

# Writes docs/following.md; DOCUMENTS, BENCH_DATABASE and PARTS="/due /units" as above.
bench-following: setup
	$(BIN)/python -m docs.desk.following_bench $(PARTS)

# Writes docs/database.md in a quarter of an hour; DOCUMENTS=20000 makes a smaller database.
bench-database: setup
	@sh .ci/packages postgresql
	$(BIN)/python -m docs.database

# Reads, reviews, undoes and supersedes in thousands of orders on both engines: half an hour.
soak-database: setup
	@sh .ci/packages postgresql
	EXAMPLES=400 STEPS=30 $(BIN)/pytest tests/test_models_reviews_property.py

# Writes docs/feeds-figures.md; CHANGES=50000 TASKS=5000 KILLS=10 MESSAGES=300 LOADED=500 make it shorter,
# PARTS="exporting reading" (killed, pushed, cost) and ENGINES=SQLite take some of it.
bench-feeds: setup
	@sh .ci/packages postgresql
	$(BIN)/python -m docs.feeding.bench $(PARTS)

# Kills a run again and again and holds what it leaves against an undisturbed one; writes its part of docs/batch.md.
# KILLS=30 FILES=60 makes a smaller one. As root, for a small disk of its own that can be full.
soak: setup
	@sh .ci/packages fonts-liberation2 postgresql
	$(BIN)/python -m docs.batches.soak

# Whole runs beside ocrmypdf, Tesseract and pdftotext; writes its part of docs/batch.md and docs/scale.md as it goes.
# PARTS="overhead digital cluster scans many" are its parts; SCANS=24 DIGITAL=200 ROUNDS=3 LETTERS=600 MANY=20000.
bench-batch: setup
	@sh .ci/packages fonts-liberation2 postgresql ocrmypdf poppler-utils
	$(BIN)/python -m docs.batches.bench $(PARTS)

# Brings every pinned library to its newest release.
lock: setup
	$(PIP) uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --python-version 3.11 --no-header --upgrade -o requirements.lock

clean:
	rm -rf $(VENV) build
