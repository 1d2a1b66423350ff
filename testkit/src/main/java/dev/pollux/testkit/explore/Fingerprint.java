package dev.pollux.testkit.explore;

import dev.pollux.server.redundancy.LinkView;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.PartnerWatch;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.WitnessView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two states with the same fingerprint have the same future: times count by how long ago they were, and not at all
 * beyond every limit of the rules; terms by how far they lie above the lowest.
 */
record Fingerprint(long high, long low) {
    /** Longer than every time that the rules compare with. */
    private static final Duration LONG_AGO = Duration.ofSeconds(8);

    /** In rounds; more than any rule asks for. */
    private static final int LONG_JOINED = 10;

    static Fingerprint of(ExploredSet set) {
        String text = new Form(set).text();
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
            return new Fingerprint(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes everything that matters of a set. */
    private static final class Form {
        private final ExploredSet set;
        private final StringBuilder out = new StringBuilder(700);
        private final long lowest;

        Form(ExploredSet set) {
            this.set = set;
            lowest = lowestTerm();
        }

        String text() {
            for (boolean[] each : set.up) {
                put(each[0]).put(each[1]);
            }
            put(Math.min(set.joinedFor, LONG_JOINED))
                    .put(Math.min(set.steadyFor, LONG_JOINED))
                    .put(set.witnessUp)
                    .put(set.holder)
                    .put(set.witnessTerm - lowest)
                    .ago(set.leaseUntil, set.now);
            for (int i = 0; i < 2; i++) {
                station(set.stations[i], set.stations[1 - i]);
            }
            return out.toString();
        }

        private long lowestTerm() {
            long lowest = set.witnessTerm;
            for (ExploredStation station : set.stations) {
                lowest = Math.min(lowest, station.storedTerm);
                lowest = station.highestLed < 0 ? lowest : Math.min(lowest, station.highestLed);
                for (ExploredStation.Waiting waiting : station.inbox) {
                    lowest = Math.min(lowest, waiting.report().report().term());
                }
                PairCore core = station.core;
                for (PartnerWatch watch : core == null
                        ? Optional.<PartnerWatch>empty().stream().toList()
                        : core.memory().watches()) {
                    lowest = Math.min(
                            lowest,
                            watch.last().map(last -> last.report().term()).orElse(lowest));
                }
            }
            // Which terms a station takes depends on their remainder.
            return lowest - Math.floorMod(lowest, (long) ExploredSet.NAMES.size());
        }

        private void station(ExploredStation station, ExploredStation partner) {
            put(station.frozen).put(station.devices).put(station.plantNetwork).put(station.defect);
            put(station.witnessInReach).put(station.storedTerm - lowest);
            put(station.highestLed < 0 ? -1 : station.highestLed - lowest);
            put(station.actedWith < 0 ? -1 : station.actedWith - lowest);
            PairCore core = station.core;
            if (core == null) {
                out.append('-');
                return;
            }
            Duration uptime = station.uptime(set.now);
            ago(Duration.ZERO, uptime).ahead(station.leadsUntil, uptime).witness(station.witness, uptime);
            put(station.wantsLease).put(station.holdsLease);
            for (ExploredStation.Waiting waiting : station.inbox) {
                out.append(waiting.link()).append(':');
                report(waiting.report(), partner);
            }
            PairCore.Memory memory = core.memory();
            state(memory.state(), uptime.minus(memory.paused()));
            Duration running = uptime.minus(memory.paused());
            out.append(memory.own()).append(memory.runtimeActive());
            witness(memory.witness(), uptime).ago(memory.lastUptime(), uptime).ago(memory.ledFrom(), uptime);
            ago(Duration.ZERO, running);
            memory.watches().forEach(watch -> watch(watch, running, uptime, partner));
        }

        private void state(StationState state, Duration running) {
            out.append(state.role().name()).append('r').append(state.reason().name());
            ago(state.since(), running).put(state.term() - lowest).put(state.wantsLease());
            out.append(state.handover().part().name()).append(state.handover().to());
            ago(state.handover().since(), running);
            state.pending().ifPresent(pending -> {
                out.append('p').append(pending.cause().name());
                ago(pending.since(), running);
            });
            out.append(new TreeMap<>(state.partnersSeen()));
        }

        private void watch(PartnerWatch watch, Duration running, Duration uptime, ExploredStation partner) {
            for (LinkView link : watch.links()) {
                ago(link.lastAnswered(), running).ago(link.lastHeard(), running).ago(link.refusedAt(), running);
                put(link.undecided());
                put(link.refusedAt()
                        .filter(at -> link.lastHeard()
                                .filter(heard -> at.compareTo(heard) >= 0)
                                .isPresent())
                        .isPresent());
            }
            watch.last().ifPresent(last -> report(last, partner));
            ago(watch.acknowledged().map(PartnerWatch.Acknowledgement::sent), uptime)
                    .put(watch.acknowledged().map(each -> each.term() - lowest).orElse(0L))
                    .ago(watch.masterHeard(), running)
                    .ago(watch.pausedAt().map(PartnerWatch.Pause::running), running);
            ago(watch.pausedAt().map(PartnerWatch.Pause::uptime), uptime);
        }

        private void report(NumberedReport numbered, ExploredStation from) {
            PartnerReport said = numbered.report();
            put(from.alive() && numbered.incarnation() == from.incarnation());
            out.append(said.state().name())
                    .append('h')
                    .append(said.handover().name())
                    .append(said.handoverTo());
            put(said.term() - lowest)
                    .put(said.runtimeActive())
                    .put(said.unmet())
                    .put(said.witness());
            out.append(said.validation());
        }

        private Form witness(WitnessView view, Duration uptime) {
            out.append(view.status().name()).append(view.holder().orElse(""));
            put(view.term() == 0 ? -1 : view.term() - lowest);
            view.until().ifPresent(until -> ahead(until, uptime));
            return this;
        }

        private Form put(boolean yes) {
            out.append(yes ? '1' : '0');
            return this;
        }

        private Form put(long number) {
            out.append(number).append(',');
            return this;
        }

        private Form ago(Optional<Duration> at, Duration now) {
            at.ifPresentOrElse(when -> ago(when, now), () -> out.append('n'));
            return this;
        }

        private Form ago(Duration at, Duration now) {
            return put(Math.min(LONG_AGO.toMillis(), now.minus(at).toMillis()));
        }

        private Form ahead(Duration at, Duration now) {
            return put(Math.max(0, at.minus(now).toMillis()));
        }
    }
}
