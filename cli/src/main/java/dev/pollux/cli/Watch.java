package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverListener;
import dev.pollux.failover.FailoverReport;
import dev.pollux.failover.FailoverSubscription;
import dev.pollux.failover.ItemSettings;
import dev.pollux.failover.ItemStatus;
import dev.pollux.failover.Preference;
import dev.pollux.failover.SubscriptionSettings;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Follows values and failovers. */
@Command(
        name = "watch",
        description = {
            "Follows values and failovers, one line for each change, until Ctrl-C.",
            "Without nodes it follows the stations only."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux watch Intake.T100.Level Plant.Counter",
            "  pollux watch --for 30s --json Plant.Counter > values.jsonl",
            "  pollux watch --prefer POLLUX",
            "",
            "Exit codes: 0 stopped, 1 a node cannot be watched, 2 no station answers at the start, 64 wrong"
                    + " command line."
        })
final class Watch implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "NODE", arity = "0..*", description = "Variables to follow.")
    private List<String> nodes = List.of();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "250ms",
            description = "How often the station looks at the values and sends them, 10ms to 1h."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofMillis(250);

    @Option(
            names = "--prefer",
            paramLabel = "STATION",
            defaultValue = "none",
            description = "none, master, standby or the name of a station. Default: ${DEFAULT-VALUE}.")
    private String preference = "none";

    @Option(names = "--for", paramLabel = "TIME", description = "Stop after this time. Default: never.")
    private @Nullable Duration limit;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    Watch() {}

    @Override
    public Integer call() throws InterruptedException {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new ParameterException(
                    Out.line(spec), "--interval '" + interval.toMillis() + "ms' must be 10ms to 1h");
        }
        StopSignal stop = StopSignal.install();
        WatchPrinter printer = new WatchPrinter(Out.of(spec), json);
        try (FailoverClient client =
                connection.open(Out.line(spec), settings -> settings.withPreference(Preference.parse(preference)))) {
            client.active().ifPresent(printer::begin);
            client.addListener(listener(printer));
            Optional<FailoverSubscription> subscription =
                    nodes.isEmpty() ? Optional.empty() : Optional.of(subscribe(client, printer));
            try {
                if (subscription.isPresent()) {
                    checkItems(subscription.get());
                }
                stop.await(limit == null ? FOR_EVER : limit);
                return ExitCode.OK;
            } finally {
                subscription.ifPresent(FailoverSubscription::close);
            }
        }
    }

    private static FailoverListener listener(WatchPrinter printer) {
        return new FailoverListener() {
            @Override
            public void onFailover(FailoverReport report) {
                printer.failover(report);
            }

            @Override
            public void onNoMember(String reason) {
                printer.noMember(reason);
            }
        };
    }

    private FailoverSubscription subscribe(FailoverClient client, WatchPrinter printer) {
        NodeNames names = Answers.names(client, connection.timeout());
        IdentityHashMap<ItemSettings, String> texts = new IdentityHashMap<>();
        for (String node : nodes) {
            texts.put(ItemSettings.of(names.expanded(node), interval), node);
        }
        return client.subscribe(
                SubscriptionSettings.every(interval),
                List.copyOf(texts.keySet()),
                (item, value) -> printer.value(String.valueOf(texts.get(item)), value));
    }

    private void checkItems(FailoverSubscription subscription) throws InterruptedException {
        subscription.awaitActive(connection.timeout());
        List<ItemStatus> refused = subscription.refused();
        if (!refused.isEmpty()) {
            ItemStatus first = refused.get(0);
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "node " + first.item().node().toParseableString() + " cannot be watched: "
                            + ValueText.status(first.result())
                            + (refused.size() > 1 ? ", and " + (refused.size() - 1) + " more" : ""));
        }
    }
}
