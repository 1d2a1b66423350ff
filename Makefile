# Two commands: `make demo` shows the pair at work, `make test` proves it. Nothing else need be installed by hand
# beyond a JDK 17, Maven and make; `make test` installs what the tests need from Debian and npm.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# A newer Node.js than the distribution's, if the tests had to bring one.
export PATH := $(CURDIR)/interop/.tools/bin:$(PATH)

MVN ?= mvn
DIST := cli/target/dist/pollux
BENCH := java -cp "bench/target/classes:bench/target/lib/*"
SOURCES := $(shell find nodesets plant client-failover server cli -path '*/src/main/*' -type f 2>/dev/null) \
           $(wildcard */pom.xml) pom.xml $(shell find examples cli/src/dist -type f 2>/dev/null)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 18

.PHONY: demo
demo: $(DIST)/bin/pollux ## a plant, two stations and a live view; ARGS="--for 60s --script kill-master@10s --plain" for no keyboard
	$(DIST)/bin/pollux demo $(ARGS)

.PHONY: build
build: $(DIST)/bin/pollux ## build the command into cli/target/dist/pollux/bin

$(DIST)/bin/pollux: $(SOURCES)
	@echo "Building Pollux (the first time this downloads its libraries)"
	$(MVN) -q package -DskipTests -pl cli -am
	@touch $@

.PHONY: test
test: test-tools ## install what the tests need and run every test
	$(MVN) verify -Pbench

.PHONY: test-tools
test-tools: ## install the Debian and npm packages that the tests need
	config/install-test-tools

.PHONY: bench
bench: test-tools bench-build ## measure speed beside peers, about 20 minutes; ARGS="burst merge --share 0.1 --report FILE"
	cd bench/peers && { npm ls --silent >/dev/null 2>&1 || npm ci --no-audit --no-fund --silent; }
	$(BENCH) dev.pollux.bench.Bench $(ARGS)

.PHONY: failover-table
failover-table: test-tools bench-build ## measure every fault on a real pair, hours, as root; ARGS="--rounds 5 --faults kill,freeze"
	config/install-failover-tools
	$(BENCH) dev.pollux.bench.failover.FailoverTable $(ARGS)

.PHONY: stories
stories: bench-build ## a million simulated stories of each kind of set, and every state within four moves, hours; ARGS="--stories 10000 --depth 3"
	$(BENCH) dev.pollux.bench.proof.Proof $(ARGS)

.PHONY: mutants
mutants: bench-build ## deliberate bugs in the decision core, each of which the stories must find, about half an hour
	$(BENCH) dev.pollux.bench.proof.Mutants $(ARGS)

.PHONY: soak
soak: stories soak-archive soak-pair ## all long-running tests, many hours

.PHONY: soak-archive
soak-archive: test-tools bench-build ## an hour of 10,000 tags written, killed in between, read back; ARGS="--adapter influx --kills 20"
	$(BENCH) dev.pollux.bench.Soak $(ARGS)

.PHONY: soak-pair
soak-pair: test-tools bench-build ## an hour of random faults on a real pair, as root; ARGS="--for PT8H --seed 7"
	$(BENCH) dev.pollux.bench.failover.PairSoak $(ARGS)

.PHONY: bench-build
bench-build:
	$(MVN) -q package -DskipTests -Pbench -pl bench -am

.PHONY: format
format: ## lay out the Java sources
	$(MVN) -q spotless:apply -Pbench

.PHONY: clean
clean: ## remove everything that was built
	$(MVN) -q clean -Pbench
	rm -rf .pollux
