package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.pair.PairState;
import dev.pollux.cli.pair.StationReport;
import java.util.Optional;

/**
 * One station at one moment.
 *
 * @param name of the station
 * @param url where clients reach it
 * @param life of its process
 * @param report what it says; empty while it does not answer
 * @param silence why it does not answer; empty if it does
 */
record StationView(String name, String url, Life life, Optional<StationReport> report, String silence) {

    /** State, where it runs and answers. */
    Optional<PairState> state() {
        return life == Life.RUNNING ? report.map(StationReport::state) : Optional.empty();
    }

    boolean leads() {
        return state().filter(PairState::leads).isPresent();
    }

    boolean is(PairState wanted) {
        return state().filter(wanted::equals).isPresent();
    }

    /** The state for operators, also where there is none. */
    String stateText() {
        return state().map(PairState::text).orElseGet(() -> life == Life.RUNNING ? "no answer" : life.text());
    }
}
