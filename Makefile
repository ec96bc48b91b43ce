# What people and machines run here; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup demo dev test prove bench lint schema servers with-faults

# said once for cargo and for whoever starts what it built
export CARGO_TARGET_DIR ?= $(CURDIR)/target
# One build for everything: with `--package` each would compile its own variant of the shared dependencies.
BUILD = cargo build --workspace --locked
BUILT = $(CARGO_TARGET_DIR)/debug
# a build for proofs: guards can be taken away in it, crash points reached
export FAULTS = --features memebot/faults,proofs/faults

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## install what is missing (PostgreSQL, NATS, Redis from the distribution); says so first and asks
	@scripts/setup

demo: setup ## play a whole admin conversation offline, from first context to published post, and verify the log
	@$(BUILD) --bin memebot --bin demo
	@"$(BUILT)/demo"

dev: setup ## the same system, left running with a chat page in the browser, until Ctrl-C
	@$(BUILD) --bin memebot --bin dev
	@"$(BUILT)/dev"

# The scenarios drive `memebot` as it is shipped, everything else is built for proofs. More tests at a time than cores:
# most of them wait for a server or a clock.
test: setup with-faults ## every test, beside private servers
	@$(BUILD) --all-targets $$FAULTS
	@$(BUILD) --bin memebot
	@RUST_TEST_THREADS=$${RUST_TEST_THREADS:-3} "$(BUILT)/memebot-servers" run -- sh -c \
		'cargo test --workspace --all-targets $$FAULTS && cargo test --workspace --doc $$FAULTS'

prove: setup with-faults ## the long proofs: NAME=crash-matrix, soak, …, controls (all without NAME), BREAK=guard, SEED, CASES, MINUTES
	@scripts/setup faketime
	@"$(BUILT)/prove-faults" --name "$(NAME)" --break "$(BREAK)" --seed "$(SEED)" --cases "$(CASES)" --minutes "$(MINUTES)"

# The programs for proofs get names of their own, so that another build does not put itself in their place.
with-faults: setup
	@$(BUILD) --bin memebot --bin prove $$FAULTS
	@for program in memebot prove; do cp -p "$(BUILT)/$$program" "$(BUILT)/$$program-faults"; done

bench: setup ## how fast it is beside what else people would use, about 25 minutes; ONLY=key,key ROUNDS=5 QUICK=1
	@cargo build --release --locked --package bench --package memebot
	@"$(CARGO_TARGET_DIR)/release/bench" $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(QUICK),--quick)

lint: ## format, lints and documentation, with warnings denied
	@scripts/lint

schema: setup ## write docs/schema.sql anew, after a change of migrations/
	@$(BUILD) --bin memebot-servers
	@UPDATE_SCHEMA=1 "$(BUILT)/memebot-servers" run -- cargo test --quiet --locked --package tests --test schema

servers: setup ## private PostgreSQL, NATS and Redis in the foreground, until Ctrl-C; prints their addresses
	@$(BUILD) --bin memebot-servers
	@"$(BUILT)/memebot-servers" up
