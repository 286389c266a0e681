# The few commands of Boom. Each sets up .venv first when the locked packages have changed.
#
#   make demo     everything running, with sample data      PORT=8000 BOOM_HOME=.boom
#                 (BOOM_SAMPLE_DATA=0: empty)
#   make test     every test, on a real PostgreSQL and Valkey     ARGS="tests/bookings -k hold"
#   make reset    throw the demo's data away
#   make lint     style, types, import contracts, our own rules
#   make format   let ruff put things in order
#   make bench    how fast it is, as ratios                       ARGS="--quick"
#   make lock     resolve the dependencies of pyproject.toml anew
#
# With DATABASE_URL and REDIS_URL set, the same commands use those servers.

PYTHON ?= python3
VENV := .venv/bin
ARGS ?=
UV_VERSION := 0.13.9

.PHONY: demo test reset lint format bench lock

demo:
	@$(PYTHON) tools/install.py run
	@exec $(VENV)/python -m boom.runtime demo --end-with-parent

test:
	@$(PYTHON) tools/install.py dev
	@exec $(VENV)/python -m boom.runtime test $(ARGS)

reset:
	@$(PYTHON) tools/install.py run
	@exec $(VENV)/python -m boom.runtime reset

lint:
	@$(PYTHON) tools/install.py dev
	@exec $(VENV)/python -m tools.checks

format:
	@$(PYTHON) tools/install.py dev
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

bench:
	@$(PYTHON) tools/install.py dev
	@exec $(VENV)/python -m boom.runtime with -- $(VENV)/python -m benchmarks $(ARGS)

lock:
	@$(PYTHON) tools/install.py dev
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(VENV)/uv pip compile pyproject.toml --universal --extra embedded --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements/run.lock
	$(VENV)/uv pip compile pyproject.toml --universal --extra embedded --extra dev --constraint requirements/run.lock --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements/dev.lock
