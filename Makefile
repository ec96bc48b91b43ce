# What people and machines run here; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup demo dev test lint servers

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## install what is missing (PostgreSQL, NATS, Redis from the distribution); says so first and asks
	@.ci/setup

demo: setup ## play a whole admin conversation offline, from first context to published post, and verify the log
	@.ci/built bins demo

dev: setup ## the same system, left running with a chat page in the browser, until Ctrl-C
	@.ci/built bins dev

test: setup ## every test, beside private servers
	@.ci/built all-targets memebot-servers run -- sh -c \
		'cargo test --workspace --all-targets && cargo test --workspace --doc'

lint: ## format, lints and documentation, with warnings denied
	@.ci/lint

servers: setup ## private PostgreSQL, NATS and Redis in the foreground, until Ctrl-C; prints their addresses
	@cargo run --quiet --package harness --bin memebot-servers -- up
