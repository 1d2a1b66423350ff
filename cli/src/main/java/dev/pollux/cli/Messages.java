package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.MessageEntry;
import dev.pollux.cli.pair.MessageReader;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists and follows system messages. */
@Command(
        name = "messages",
        description = {
            "Lists what the stations have told about themselves, the oldest first.",
            "Messages of all stations that answer are merged; each appears once, whoever keeps it."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux messages",
            "  pollux messages --since -1d --severity 600",
            "  pollux messages --number 1012240 --number 1012241 --format json",
            "  pollux messages --last 5 --follow",
            "",
            "Exit codes: 0 listed, also if there was nothing, 1 a station cannot give its messages, 2 no station"
                    + " answers, 64 wrong command line."
        })
final class Messages implements Callable<Integer> {
    private static final int LAST_STANDARD = 100;
    private static final int LAST_MAX = 100_000;
    private static final int SEVERITY_MAX = 1_000;
    private static final int REMEMBERED_MAX = 2 * LAST_MAX;
    private static final Duration RECONNECT = Duration.ofSeconds(2);
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those raised then or later, e.g. 2026-11-21T13:00:00Z, 2026-11-21 (local time), -1h.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only those raised until then. Default: now.")
    private @Nullable String until;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Only the latest N, 1 to 100000. Default: 100, or 100000 with --since.")
    private @Nullable Integer last;

    @Option(names = "--severity", paramLabel = "N", description = "Only those of this severity or more, 1 to 1000.")
    private int severity = 1;

    @Option(names = "--number", paramLabel = "N", description = "Only those of this number; may be repeated.")
    private List<Integer> numbers = List.of();

    @Option(names = "--follow", description = "Go on with those that come, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--for", paramLabel = "TIME", description = "With --follow: stop after this time.")
    private @Nullable Duration limit;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, json (one object a line) or csv. Default: text.")
    private MessageFormat format = MessageFormat.TEXT;

    // Guarded by this: subscriptions print on threads of their own.
    private final Set<String> printed = new LinkedHashSet<>();

    Messages() {}

    /** Which messages to list. */
    private record Past(Instant from, Instant to, int count, MessageReader.Wanted wanted) {}

    @Override
    public Integer call() throws InterruptedException {
        Past past = past(Instant.now());
        StopSignal stop = StopSignal.install();
        Map<String, StationSession> sessions = new LinkedHashMap<>();
        try (Stations stations = new Stations(connection.settings(Out.line(spec)))) {
            open(stations, sessions);
            boolean good = show(sessions, past);
            if (follow) {
                await(stations, sessions, past.wanted(), stop);
            }
            return good ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            sessions.values().forEach(StationSession::close);
        }
    }

    private Past past(Instant now) {
        Instant from = since == null
                ? SpanOptions.BEGINNING.plusSeconds(1)
                : SpanOptions.instant(Out.line(spec), "--since", since, now);
        // Clocks may differ a little; a station's latest message must not be missed for that.
        Instant to = until == null
                ? now.plus(Duration.ofDays(1))
                : SpanOptions.instant(Out.line(spec), "--until", until, now);
        int count = last != null ? last : since != null ? LAST_MAX : LAST_STANDARD;
        check(from.isBefore(to), "--since must be before --until");
        check(count >= 1 && count <= LAST_MAX, "--last '" + count + "' must be 1 to " + LAST_MAX);
        check(severity >= 1 && severity <= SEVERITY_MAX, "--severity '" + severity + "' must be 1 to " + SEVERITY_MAX);
        check(numbers.stream().allMatch(each -> each >= 0), "--number must be 0 or more");
        check(limit == null || follow, "--for goes with --follow");
        check(until == null || !follow, "--until does not go with --follow");
        return new Past(from, to, count, new MessageReader.Wanted(severity, Set.copyOf(numbers)));
    }

    private void check(boolean condition, String rule) {
        if (!condition) {
            throw new ParameterException(Out.line(spec), rule);
        }
    }

    private void open(Stations stations, Map<String, StationSession> sessions) {
        List<Attempt> attempts = stations.openAll();
        attempts.forEach(each -> each.session().ifPresent(session -> sessions.put(each.url(), session)));
        if (sessions.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no station answers: "
                            + attempts.stream()
                                    .map(each -> each.url() + " " + each.reason())
                                    .collect(Collectors.joining("; ")));
        }
    }

    /** Subscribes before it lists, and holds back what comes meanwhile: so nothing is missed between the two. */
    private synchronized boolean show(Map<String, StationSession> sessions, Past past) {
        if (!format.header().isEmpty()) {
            Out.of(spec).println(format.header());
        }
        boolean good = true;
        TreeSet<MessageEntry> all = new TreeSet<>(MessageEntry.BY_TIME);
        for (StationSession session : sessions.values()) {
            MessageReader reader = new MessageReader(session, past.wanted());
            try {
                if (follow) {
                    reader.follow(this::print);
                }
                all.addAll(reader.latest(past.from(), past.to(), past.count()));
            } catch (CommandFailure e) {
                Out.line(spec).getErr().println(e.getMessage());
                good = false;
            }
        }
        List<MessageEntry> latest = new ArrayList<>(all);
        latest.subList(Math.max(0, latest.size() - past.count()), latest.size()).forEach(this::print);
        return good;
    }

    private synchronized void print(MessageEntry entry) {
        if (!printed.add(entry.id())) {
            return;
        }
        if (printed.size() > REMEMBERED_MAX) {
            printed.remove(printed.iterator().next());
        }
        PrintWriter out = Out.of(spec);
        out.println(format.line(entry, ZoneId.systemDefault()));
        out.flush();
    }

    /** A station that went is followed again when it is back; meanwhile the other tells what it knows. */
    private void await(
            Stations stations, Map<String, StationSession> sessions, MessageReader.Wanted wanted, StopSignal stop)
            throws InterruptedException {
        long begin = System.nanoTime();
        Duration whole = limit == null ? FOR_EVER : limit;
        while (true) {
            Duration left = whole.minusNanos(System.nanoTime() - begin);
            if (left.isNegative() || stop.await(left.compareTo(RECONNECT) < 0 ? left : RECONNECT)) {
                return;
            }
            for (String url : List.copyOf(sessions.keySet())) {
                StationSession session = sessions.get(url);
                if (session != null && !session.alive()) {
                    Attempt again = stations.open(url).join();
                    again.session().ifPresent(fresh -> {
                        session.close();
                        sessions.put(url, fresh);
                        new MessageReader(fresh, wanted).follow(this::print);
                    });
                }
            }
        }
    }
}
