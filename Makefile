# What people and machines run here; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup demo dev test prove bench lint servers

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## install what is missing (PostgreSQL, NATS, Redis from the distribution); says so first and asks
	@.ci/setup

demo: setup ## play a whole admin conversation offline, from first context to published post, and verify the log
	@.ci/built bins demo

dev: setup ## the same system, left running with a chat page in the browser, until Ctrl-C
	@.ci/built bins dev

# more tests at a time than cores: most of them wait for a server or a clock
test: setup ## every test, beside private servers
	@RUST_TEST_THREADS=$${RUST_TEST_THREADS:-3} .ci/faults all-targets memebot-servers run -- sh -c \
		'cargo test --workspace --all-targets $$FAULTS && cargo test --workspace --doc $$FAULTS'

prove: setup ## the long proofs: NAME=crash-matrix, soak, …, controls (all without NAME), BREAK=guard, SEED, CASES, MINUTES
	@.ci/faults bins prove-faults --name "$(NAME)" --break "$(BREAK)" --seed "$(SEED)" --cases "$(CASES)" --minutes "$(MINUTES)"

bench: setup ## how fast it is beside what else people would use, about 25 minutes; ONLY=key,key ROUNDS=5 QUICK=1
	@.ci/bench $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(QUICK),--quick)

lint: ## format, lints and documentation, with warnings denied
	@.ci/lint

servers: setup ## private PostgreSQL, NATS and Redis in the foreground, until Ctrl-C; prints their addresses
	@cargo run --quiet --package harness --bin memebot-servers -- up
