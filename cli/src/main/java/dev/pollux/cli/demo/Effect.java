package dev.pollux.cli.demo;

import dev.pollux.cli.pair.PairState;
import dev.pollux.cli.pair.StationReport;
import java.util.List;
import java.util.function.Predicate;

/**
 * What must become of the pair after an action.
 *
 * @param wanted for operators, e.g. {@code POLLUX is Master}
 * @param reached whether it is so
 */
record Effect(String wanted, Predicate<PairView> reached) {

    /** One station leads, and it is this one. */
    static Effect leads(String name) {
        return new Effect(name + " is Master", pair -> pair.leaders().equals(List.of(name)));
    }

    /** Nobody is left to lead. */
    static Effect nobody() {
        return new Effect("no station runs", pair -> pair.leaders().isEmpty());
    }

    /** This station is Standby and the other one leads. */
    static Effect standsBy(String name, String leader) {
        return new Effect(
                name + " is Standby, " + leader + " is Master",
                pair -> pair.leaders().equals(List.of(leader))
                        && pair.station(name)
                                .filter(each -> each.is(PairState.STANDBY))
                                .isPresent());
    }

    /** Both run, one as Master, one as Standby. */
    static Effect complete() {
        return new Effect("a Master and a Standby", PairView::complete);
    }

    /** Every station that runs has lost all devices. */
    static Effect devicesLost() {
        return new Effect(
                "all devices lost",
                pair -> reports(pair).stream()
                        .allMatch(report -> report.devicesConnected().orElse(-1) == 0));
    }

    /** Every station that runs has all devices. */
    static Effect devicesBack() {
        return new Effect(
                "all devices connected",
                pair -> !reports(pair).isEmpty()
                        && reports(pair).stream()
                                .allMatch(report -> report.devicesConnected().orElse(-1)
                                        == report.devicesConfigured().orElse(-2)));
    }

    private static List<StationReport> reports(PairView pair) {
        return pair.stations().stream()
                .filter(each -> each.life() == Child.Life.RUNNING)
                .flatMap(each -> each.report().stream())
                .toList();
    }
}
