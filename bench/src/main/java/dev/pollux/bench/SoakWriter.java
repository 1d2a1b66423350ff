package dev.pollux.bench;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.WriteMode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The process that writes and is killed. It first looks whether what it acknowledged last is there, then goes on
 * after that, and says each second that has become durable on its standard output.
 */
public final class SoakWriter {
    /** Seconds on their way to the disk at a time. */
    private static final int OPEN_MAX = 20;

    private SoakWriter() {}

    /** Arguments: those of {@link SoakPlan}, and the number of seconds that are acknowledged already. */
    public static void main(String[] arguments) {
        SoakPlan plan = SoakPlan.of(Arrays.copyOf(arguments, arguments.length - 1));
        long acknowledged = Long.parseLong(arguments[arguments.length - 1]);
        Workload workload = plan.workload();
        try (Archive archive = plan.open()) {
            if (acknowledged > 0) {
                List<String> missing = SoakCheck.missing(archive, workload, acknowledged - 1);
                if (!missing.isEmpty()) {
                    System.err.println(missing.size() + " acknowledged samples are missing after a kill: "
                            + missing.subList(0, Math.min(5, missing.size())));
                    System.exit(2);
                }
            }
            Deque<CompletableFuture<AppendResult>> open = new ArrayDeque<>();
            for (long second = acknowledged; second < plan.seconds(); second++) {
                open.add(archive.append(workload.batch(0, plan.tags(), second), WriteMode.LIVE));
                if (open.size() == OPEN_MAX) {
                    open.remove().join();
                    System.out.println(++acknowledged);
                }
            }
            while (!open.isEmpty()) {
                open.remove().join();
                System.out.println(++acknowledged);
            }
        }
        System.exit(0);
    }
}
