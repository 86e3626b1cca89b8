# The commands of this project. `make` alone lists them.
# PYTHON=/path/to/python3.12 chooses the Python that .venv is made with.

.DEFAULT_GOAL := help
.PHONY: help run setup test test-quick lint format bench pin clean check-python dev

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

run: setup ## set everything up where needed, and run the forum on 127.0.0.1:8000
	@exec .venv/bin/forum run

setup: check-python ## set up what the forum needs, and start nothing
	@"$$(bin/find-python)" bin/setup run

test: dev ## everything that CI runs: linters, types, and all tests on both databases and in a browser
	@.venv/bin/python bin/check

test-quick: dev ## linters, types, and the tests that need neither PostgreSQL nor a browser
	@.venv/bin/python bin/check quick

lint: dev ## only what reads the code
	@.venv/bin/python bin/check lint

format: dev ## put imports and layout in order
	@.venv/bin/python -m ruff check --fix-only --quiet
	@.venv/bin/python -m ruff format

bench: dev ## speed of the pages and of screening, beside a reference in the same run
	@.venv/bin/python -m benchmarks

pin: dev ## write the versions that are installed now to constraints.txt
	@.venv/bin/python bin/pin

clean: ## remove what make has made; the community's own data in instance/ stays
	rm -rf .venv build ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf benchmarks/out tests/browser/screenshots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

check-python:
	@bin/find-python > /dev/null

dev: check-python
	@"$$(bin/find-python)" bin/setup dev
