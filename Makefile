# The commands of the project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test test-spark check bench plants year report ui clean
SHELL := bash
HAVEN := .venv/bin/haven
PYTEST := .venv/bin/python -m pytest
export SEND_ANONYMOUS_USAGE_STATS := no
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: ## load, build, check, publish and report (the bundled sandbox when no source is configured)
	@scripts/bootstrap
	@$(HAVEN) run

test: check ## every check and test, Spark included
	@scripts/bootstrap
	@$(PYTEST) -n 2 --durations=40 --durations-min=10

test-spark: ## build the models on a two-worker Spark cluster and compare every table with DuckDB
	@scripts/bootstrap python
	@$(PYTEST) -m spark

check: ## linters and types: ruff, mypy, sqlfluff
	@scripts/bootstrap python
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@HAVEN_WAREHOUSE=:memory: .venv/bin/sqlfluff lint --processes 2 --nocolor -q dbt_project/models dbt_project/tests

bench: ## our load beside dlt's, a build of 10,000 beside one of 100,000, the standard beside what really happened
	@scripts/bootstrap python
	@.venv/bin/python -m pipelines.benchmarks.load
	@.venv/bin/python -m pipelines.benchmarks.growth
	@.venv/bin/python -m pipelines.benchmarks.standard

plants: ## in how many invented companies what was planted is the first finding (hours; see --help of the module)
	@scripts/bootstrap python
	@.venv/bin/python -m pipelines.benchmarks.plants

year: ## how long all that is computed takes for a year of 1,000,000 conversations, made from what `make run` built
	@scripts/bootstrap python
	@.venv/bin/python -m pipelines.benchmarks.year

report: ## render the reports again from the published file
	@scripts/bootstrap
	@$(HAVEN) report

ui: ## open Dagster's web server
	@scripts/bootstrap
	@$(HAVEN) ui

clean: ## remove everything that was built; data/ and the environment stay
	rm -rf reports/build reports/data reports/.evidence dbt_project/target dbt_project/logs .pytest_cache .ruff_cache .mypy_cache
