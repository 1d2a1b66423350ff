package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.pair.PairState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pair and the plant at one moment.
 *
 * @param stations both stations, in the order of the project
 * @param plant life of the plant
 */
record PairView(List<StationView> stations, Life plant) {

    Optional<StationView> station(String name) {
        return stations.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Names of the stations that lead and run. */
    List<String> leaders() {
        return stations.stream()
                .filter(StationView::leads)
                .map(StationView::name)
                .toList();
    }

    /** The leading station; of two, which happens for moments, the one with the newer term. */
    Optional<String> master() {
        return stations.stream()
                .filter(StationView::leads)
                .max(java.util.Comparator.comparingLong(each ->
                        each.report().map(report -> report.term().orElse(0)).orElse(0L)))
                .map(StationView::name);
    }

    Optional<String> standby() {
        return stations.stream()
                .filter(each -> each.is(PairState.STANDBY))
                .map(StationView::name)
                .findFirst();
    }

    /** The other station of the pair. */
    String other(String name) {
        return stations.stream()
                .map(StationView::name)
                .filter(each -> !each.equals(name))
                .findFirst()
                .orElse("");
    }

    /** Whether the roles are as they should be: one Master, and Standby is whoever else runs. */
    boolean rolesRight() {
        List<StationView> running =
                stations.stream().filter(each -> each.life() == Life.RUNNING).toList();
        long leading = running.stream().filter(StationView::leads).count();
        long standing =
                running.stream().filter(each -> each.is(PairState.STANDBY)).count();
        return running.isEmpty() || (leading == 1 && standing == running.size() - 1);
    }

    /** A Master and a Standby. */
    boolean complete() {
        return rolesRight() && stations.stream().allMatch(each -> each.life() == Life.RUNNING);
    }

    /** The roles for operators. */
    String rolesText() {
        return stations.stream()
                .map(each -> each.name() + " " + each.stateText())
                .collect(Collectors.joining(", "));
    }
}
