package dev.pollux.bench.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/** Reads the raw history of tags from both stations and compares it, instant by instant. */
final class Archives {
    private static final int PAGE = 10_000;
    private static final int TAGS_MAX = 100;
    private static final int EXAMPLES_MAX = 60;
    private static final Duration OVERRUN_MAX = Duration.ofSeconds(1);

    private final Judge judge;
    private final List<String> tags;
    private final Duration grid;

    /** Tags that are archived at every instant of a grid. */
    Archives(Judge judge, List<String> tags, Duration grid) {
        this.judge = judge;
        this.tags = tags;
        this.grid = grid;
    }

    /**
     * What a comparison came to, in samples of all tags.
     *
     * @param expected instants of the grid
     * @param lost in neither archive although a station had sampled it
     * @param unpolled in neither archive, and sampled by no station
     * @param unequal in one archive only, a second or more in a row
     * @param missed in one archive only, less than a second in a row: polls that one station missed
     * @param twice delivered twice by one archive
     * @param example of one tag what is lost or unequal; empty if there is nothing
     */
    record Findings(long expected, long lost, long unpolled, long unequal, long missed, long twice, String example) {
        boolean clean() {
            return lost == 0 && unequal == 0 && twice == 0;
        }
    }

    /** Compares a span. */
    Findings compare(Instant from, Instant to) throws UaException {
        Tally tally = new Tally();
        for (int begin = 0; begin < tags.size(); begin += TAGS_MAX) {
            List<String> some = tags.subList(begin, Math.min(tags.size(), begin + TAGS_MAX));
            List<List<Instant>> castor = raw(Pair.CASTOR, some, from, to);
            List<List<Instant>> pollux = raw(Pair.POLLUX, some, from, to);
            for (int i = 0; i < some.size(); i++) {
                tally.tag = some.get(i);
                Set<Instant> here = new HashSet<>(castor.get(i));
                Set<Instant> there = new HashSet<>(pollux.get(i));
                tally.twice +=
                        castor.get(i).size() - here.size() + pollux.get(i).size() - there.size();
                compare(from, to, List.of(here, there, seen(some.get(i), from, to)), tally);
            }
        }
        String example = tally.named + " " + String.join(", ", tally.examples);
        return new Findings(
                tally.expected, tally.lost, tally.unpolled, tally.unequal, tally.missed, tally.twice, example.strip());
    }

    /** What was counted so far. */
    private static final class Tally {
        private String tag = "";
        private long expected;
        private long lost;
        private long unpolled;
        private long unequal;
        private long missed;
        private long twice;
        private String named = "";
        private final List<String> examples = new ArrayList<>();

        private void example(Instant at, String what) {
            if (examples.isEmpty() || (named.equals(tag) && examples.size() < EXAMPLES_MAX)) {
                named = tag;
                examples.add(at + what);
            }
        }
    }

    /** Compares one tag: the sets are those of the two archives and of what was seen. */
    private void compare(Instant from, Instant to, List<Set<Instant>> sets, Tally tally) {
        long step = grid.toMillis();
        long first = (from.toEpochMilli() + step - 1) / step * step;
        // Instants in a row that one archive lacks; there is no tag with both at a time.
        long[] run = new long[2];
        for (long each = first; each <= to.toEpochMilli() + step; each += step) {
            Instant at = Instant.ofEpochMilli(each);
            boolean within = each < to.toEpochMilli();
            boolean here = sets.get(0).contains(at);
            boolean there = sets.get(1).contains(at);
            for (int side = 0; side < 2; side++) {
                boolean lacks = within && (side == 0 ? there && !here : here && !there);
                if (lacks) {
                    run[side]++;
                    tally.example(at, side == 0 ? " only POLLUX" : " only CASTOR");
                } else if (run[side] > 0) {
                    // What one archive lacks for less than a second is no gap by its own account.
                    boolean gap = run[side] * step >= OVERRUN_MAX.toMillis();
                    tally.unequal += gap ? run[side] : 0;
                    tally.missed += gap ? 0 : run[side];
                    run[side] = 0;
                }
            }
            if (within) {
                tally.expected++;
            }
            if (within && !here && !there) {
                if (sets.get(2).contains(at)) {
                    tally.lost++;
                    tally.example(at, " neither");
                } else {
                    tally.unpolled++;
                }
            }
        }
    }

    private Set<Instant> seen(String tag, Instant from, Instant to) {
        Set<Instant> seen = new HashSet<>();
        Pair.BOTH.forEach(station -> seen.addAll(judge.ledger(station).sampled(tag, from.minusMillis(1), to)));
        return seen;
    }

    /** Instants of all good samples, as often as they came. */
    private List<List<Instant>> raw(String station, List<String> some, Instant from, Instant to) throws UaException {
        OpcUaClient client = judge.witness(station).client();
        List<List<Instant>> all = new ArrayList<>();
        some.forEach(tag -> all.add(new ArrayList<>()));
        ReadRawModifiedDetails details = new ReadRawModifiedDetails(
                false, new DateTime(from), new DateTime(to.minusMillis(1)), Unsigned.uint(PAGE), false);
        List<HistoryReadValueId> open = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            open.add(id(some.get(i), ByteString.NULL_VALUE));
            places.add(i);
        }
        while (!open.isEmpty()) {
            HistoryReadResult[] results =
                    Objects.requireNonNull(client.historyRead(details, TimestampsToReturn.Source, false, open)
                            .getResults());
            List<HistoryReadValueId> next = new ArrayList<>();
            List<Integer> nextPlaces = new ArrayList<>();
            for (int i = 0; i < results.length; i++) {
                int place = places.get(i);
                if (results[i].getStatusCode().isBad()) {
                    throw new UaException(results[i].getStatusCode(), "history of " + some.get(place));
                }
                add(client, results[i], all.get(place));
                ByteString rest = results[i].getContinuationPoint();
                if (rest != null && rest.length() > 0) {
                    next.add(id(some.get(place), rest));
                    nextPlaces.add(place);
                }
            }
            open = next;
            places = nextPlaces;
        }
        return all;
    }

    private static HistoryReadValueId id(String tag, ByteString rest) {
        return new HistoryReadValueId(new NodeId(Witness.PROJECT_NAMESPACE, tag), null, QualifiedName.NULL_VALUE, rest);
    }

    private static void add(OpcUaClient client, HistoryReadResult result, List<Instant> instants) {
        ExtensionObject data = result.getHistoryData();
        if (data == null || !(data.decode(client.getStaticEncodingContext()) instanceof HistoryData decoded)) {
            return;
        }
        DataValue[] values = decoded.getDataValues();
        for (DataValue value : values == null ? new DataValue[0] : values) {
            DateTime time = value.sourceTime();
            if (value.statusCode().isGood() && time != null) {
                instants.add(time.getJavaInstant());
            }
        }
    }
}
