PORT ?= 7071
HOST ?= 127.0.0.1
SHOP ?= shops/zava
DATA ?= .data
PY = sh tools/bootstrap.sh

.PHONY: help run test setup check reset case bench crash wire browser slow lock new-shop load provision-data publish-shop switch openapi

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: ## start everything here: PORT=7071 SHOP=shops/zava DATA=.data HOST=127.0.0.1
	@$(PY) -m tools.run --port $(PORT) --host $(HOST) --shop $(SHOP) --data $(DATA)

test: ## the tests, but for make crash and make wire
	@$(PY) -m tools.tests

setup: ## install everything and build the page, without starting
	@$(PY) -m tools.page

check: ## format, lint, types, layering and the orchestrator rules
	@$(PY) -m tools.check

reset: ## delete the local data, after asking: DATA=.data
	@$(PY) -m tools.reset --data $(DATA)

case: ## show one case: CASE=<id or return number>
	@$(PY) -m tools.case "$(CASE)" --data $(DATA) --port $(PORT)

load: ## check and load a shop folder, or a Shopify export: FROM=shops/zava DATA=.data PARTIAL=1
	@$(PY) -m tools.load --from "$(or $(FROM),$(SHOP))" --shop "$(SHOP)" --data "$(DATA)" $(if $(PARTIAL),--partial) $(if $(RELOAD),--reload) $(if $(DAYS),--delivery-days $(DAYS)) $(if $(TIER),--tier "$(TIER)") $(if $(METHOD),--method "$(METHOD)")

provision-data: ## fill the cloud's search indexes and store from the shop folder
	@$(PY) -m tools.cloud.provision

new-shop: ## copy a minimal shop: NAME=<name>
	@$(PY) -m tools.new_shop "$(NAME)"

bench: ## measure the budgets and write bench/RESULTS.md
	@$(PY) -m bench

crash: ## only the tests that kill the process
	@$(PY) -m pytest -q tests/crash

wire: ## only the tests over an emulator or mock of a cloud service
	@$(PY) -m pytest -q -m wire tests/contract tests/journeys

browser: ## only the tests in a real Chromium
	@$(PY) -m pytest -q tests/browser

slow: ## the tests that take minutes, and a hundred thousand lives of cases
	@$(PY) -m pytest -q -m slow
	@LIVES=25000 $(PY) -m pytest -q tests/unit/returns/test_lives.py

lock: ## compile the requirements from pyproject.toml, with hashes
	@$(PY) -m tools.lock

publish-shop: ## make a shop folder live, go back or list: FROM=shops/zava BACK=1 LIST=1 CLOUD=1
	@$(PY) -m tools.publish_shop --from "$(or $(FROM),$(SHOP))" --data $(DATA) $(if $(BACK),--back "$(BACK)") $(if $(LIST),--list) $(if $(WHY),--why "$(WHY)") $(if $(CLOUD),--cloud)

switch: ## turn a switch, or show all: NAME=pause-refunds ON=1 WHY="..." CLOUD=1
	@$(PY) -m tools.switch $(NAME) --on $(or $(ON),1) --from "$(or $(FROM),$(SHOP))" --data $(DATA) $(if $(WHY),--why "$(WHY)") $(if $(CLOUD),--cloud)

openapi: ## print the description of the HTTP API (OpenAPI 3.1)
	@$(PY) -m tools.openapi
