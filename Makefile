# Belay: `make demo` shows it, `make test` proves it. Both install what is missing on a Debian machine with Swift.

PREFIX ?= /usr/local
STATIC = .build-static/release
DEBUG = .build/debug
VENV = .venv
ACCEPTANCE = ../shared/acceptance
FUZZERS = .build-fuzz/release
# Seconds for each fuzzer.
FUZZ_TIME = 60
# Test targets that start real processes and watch the clock. Each has a process of its own: an exit test of Swift Testing
# waits for any child of its process, and spins for ever over one that another suite has killed and not waited for.
REAL = ProcessHostTests RunnerTests StepsTests BinaryTests
space = $(subst ,, )
.DEFAULT_GOAL := help
.PHONY: help deps build test unit acceptance lint bench fuzz demo release install schemas clean

help: ## This list.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

deps: ## Installs the Debian packages that are missing.
	@scripts/install-deps

build: deps ## Builds everything for development.
	swift build

demo: deps ## Runs the LookCoin migration end to end, kills it, resumes it, rolls it back.
	swift build -c release --product belay
	swift build -c release --product belay-exec
	scripts/demo .build/release/belay

test: lint unit acceptance ## Everything: style, unit tests, real processes, acceptance.

unit: deps ## The project's own tests: the quick ones side by side, those with real processes one after another.
	swift build --build-tests
	swift test --skip-build --skip '^($(subst $(space),|,$(REAL)))\.'
	for suite in $(REAL); do swift test --skip-build --no-parallel --filter "^$$suite\." || exit 1; done

acceptance: build $(VENV)/ready ## Black-box tests of ../shared, when they are there.
	@scripts/acceptance $(DEBUG)/belay $(VENV) $(ACCEPTANCE)

lint: ## The style, as a test.
	swift format lint --strict -r Sources Tests Fuzz Package.swift

bench: release ## Measures against peers in the same run; fails when a ratio is exceeded.
	Benchmarks/bench $(STATIC)/belay .build-bench

fuzz: deps ## Plan text and expressions, a minute each (FUZZ_TIME=60); what is found is left in .build-fuzz/found.
	swift build --package-path Fuzz --scratch-path .build-fuzz -c release -Xswiftc -sanitize=fuzzer,address
	@mkdir -p .build-fuzz/found .build-fuzz/grown/plan .build-fuzz/grown/expression
	@set -e; for target in plan expression; do \
	  ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no $(FUZZERS)/fuzz-$$target \
	    -max_total_time=$(FUZZ_TIME) -timeout=2 -max_len=65536 -print_final_stats=1 \
	    -artifact_prefix=.build-fuzz/found/$$target- \
	    .build-fuzz/grown/$$target Tests/FuzzCorpusTests/FuzzCorpus/$$target; \
	done

$(VENV)/ready: scripts/python-requirements.txt deps
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement scripts/python-requirements.txt
	touch $@

release: deps ## The binaries to ship, without a Swift runtime to install: .build-static/release/.
	swift build -c release --static-swift-stdlib --scratch-path .build-static --product belay
	swift build -c release --static-swift-stdlib --scratch-path .build-static --product belay-exec
	swift build -c release --static-swift-stdlib --scratch-path .build-static --product belay-http
	strip -o $(STATIC)/belay.stripped $(STATIC)/belay
	strip -o $(STATIC)/belay-http.stripped $(STATIC)/belay-http
	@ls -lh $(STATIC)/belay.stripped $(STATIC)/belay-exec $(STATIC)/belay-http.stripped

install: release ## Installs belay, belay-exec and belay-http below PREFIX (default /usr/local).
	install -D -m 755 $(STATIC)/belay.stripped $(DESTDIR)$(PREFIX)/bin/belay
	install -D -m 755 $(STATIC)/belay-exec $(DESTDIR)$(PREFIX)/bin/belay-exec
	install -D -m 755 $(STATIC)/belay-http.stripped $(DESTDIR)$(PREFIX)/bin/belay-http

schemas: build ## Writes schemas/plan.schema.json anew from the registry.
	$(DEBUG)/belay schema > schemas/plan.schema.json

clean: ## Removes what was built.
	rm -rf .build .build-static .build-bench .build-fuzz $(VENV) .demo
