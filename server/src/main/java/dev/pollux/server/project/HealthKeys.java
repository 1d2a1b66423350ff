package dev.pollux.server.project;

import dev.pollux.server.project.HealthConfig.Limit;
import dev.pollux.server.project.HealthConfig.Limits;
import dev.pollux.server.project.HealthConfig.Restart;
import dev.pollux.server.project.HealthConfig.Silence;
import java.time.Duration;

/** Every key of the section {@code health} in a station file, and the rules that concern several of them. */
final class HealthKeys {
    private static final Shape<Duration> SILENCE = Shapes.duration("1s", "1h");

    static final Key<Duration> REDUNDANCY =
            Key.standard("redundancy", SILENCE, "5s", "The thread that decides on the role.");
    static final Key<Duration> DEVICE = Key.standard("device", SILENCE, "10s", "The thread of each device.");
    static final Key<Duration> ARCHIVE =
            Key.standard("archive", SILENCE, "20s", "The thread that records. It waits while the disk does.");
    static final Key<Duration> ARCHIVE_JOBS = Key.standard(
            "archive-jobs", SILENCE, "2m", "Long-term archives, retention, and the look at the archive's state.");
    static final Key<Duration> SYNC =
            Key.standard("sync", SILENCE, "2m", "The thread that copies from the partner's archive.");
    static final Key<Duration> LINK = Key.standard(
            "link", SILENCE, "1m", "The thread of each link to the partner. Looking up a name may take it long.");
    static final Key<Duration> WITNESS = Key.standard(
            "witness", SILENCE, "30s", "The thread that asks the witness; the witness's `lease` if that is longer.");
    static final Key<Duration> PUBLISHER =
            Key.standard("publisher", SILENCE, "10s", "The thread that shows the state of the pair to clients.");
    static final Key<Duration> SERVER =
            Key.standard("server", SILENCE, "10s", "Threads and address space of the OPC UA server.");
    static final Key<Duration> DIAGNOSTICS =
            Key.standard("diagnostics", SILENCE, "1m", "The threads that refresh diagnostics and measure the machine.");
    static final Key<Values> LIMITS = Key.standard(
            "limits",
            new Section(REDUNDANCY, DEVICE, ARCHIVE, ARCHIVE_JOBS, SYNC, LINK, WITNESS, PUBLISHER, SERVER, DIAGNOSTICS),
            "{}",
            "How long a component may be without a sign of life. Pauses of the whole process do not count.");
    static final Key<Integer> COMPONENT_RESTARTS = Key.standard(
            "component-restarts",
            Shapes.whole(0, 100),
            "3",
            "How often a component that can be started anew alone is, within ten minutes; after that the station is in"
                    + " Fault.");

    static final Key<Long> DISK_WARN = Key.standard("warn", Shapes.bytes("0MiB", "1000TiB"), "2GiB", "Less is worse.");
    static final Key<Long> DISK_FAULT = Key.standard(
            "fault", Shapes.bytes("0MiB", "1000TiB"), "256MiB", "On the archive's volume Fault; below `warn`.");
    static final Key<Values> DISK = Key.standard(
            "disk",
            new Section(DISK_WARN, DISK_FAULT),
            "{}",
            "Free space of the volumes that hold archive, log and data.");
    static final Key<Values> HEAP = percents(
            "heap",
            "85",
            "95",
            "Heap in use after garbage collection, in percent of its greatest size; `fault` is Fault.");
    static final Key<Values> COLLECTION =
            percents("gc", "20", "50", "Share of a minute that went into garbage collection, in percent.");
    static final Key<Values> PROCESSOR = percents(
            "cpu", "90", "99", "Load of all processors of the machine by this process, in percent, for a minute.");
    static final Key<Values> BACKLOG = percents(
            "backlog",
            "50",
            "90",
            "What waits for the archive, in percent of what may wait before values are dropped.");
    static final Key<Duration> CLOCK_WARN = Key.standard("warn", Shapes.duration("10ms", "24h"), "1s", "");
    static final Key<Duration> CLOCK_FAULT =
            Key.standard("fault", Shapes.duration("10ms", "24h"), "10s", "Not below `warn`.");
    static final Key<Values> CLOCK = Key.standard(
            "clock",
            new Section(CLOCK_WARN, CLOCK_FAULT),
            "{}",
            "Offset to the partner's clock. Lowers the level only.");

    static final Key<Boolean> ISOLATE = Key.standard(
            "isolate",
            Shapes.flag(),
            "false",
            "In Fault send all clients but administrators away, as long as the partner leads.");
    static final Key<Boolean> ENABLED = Key.standard(
            "enabled",
            Shapes.flag(),
            "false",
            "In Fault end the process with exit code 75, so that whoever supervises it starts it anew.");
    static final Key<Duration> NOT_WITHIN =
            Key.standard("not-within", Shapes.duration("1s", "24h"), "10m", "Least time since the last restart.");
    static final Key<Integer> COUNT =
            Key.standard("count", Shapes.whole(1, 1000), "3", "Most restarts within `period`.");
    static final Key<Duration> PERIOD =
            Key.standard("period", Shapes.duration("1s", "240h"), "24h", "See `count`; not below `not-within`.");
    static final Key<Duration> DELAY = Key.standard(
            "delay", Shapes.duration("0s", "1h"), "10s", "Between the announcement and the end of the process.");
    static final Key<Values> RESTART = Key.standard(
            "restart",
            new Section(ENABLED, NOT_WITHIN, COUNT, PERIOD, DELAY),
            "{}",
            "Automatic restart of the process in Fault; see docs/concepts/health.md.");

    static final Key<Values> HEALTH = Key.standard(
            "health",
            new Section(
                    LIMITS, COMPONENT_RESTARTS, DISK, HEAP, COLLECTION, PROCESSOR, CLOCK, BACKLOG, ISOLATE, RESTART),
            "{}",
            "When this station takes itself for ill, and what it does then.");

    private HealthKeys() {}

    private static Key<Integer> warn(String percent) {
        return Key.standard("warn", Shapes.whole(1, 100), percent, "");
    }

    private static Key<Integer> fault(String percent) {
        return Key.standard("fault", Shapes.whole(1, 100), percent, "Not below `warn`.");
    }

    private static Key<Values> percents(String name, String warn, String fault, String meaning) {
        return Key.standard(name, new Section(warn(warn), fault(fault)), "{}", meaning);
    }

    /** Reports what is broken in the section. */
    static void check(Values health, Faults faults) {
        for (Key<Values> each : java.util.List.of(HEAP, COLLECTION, PROCESSOR, BACKLOG)) {
            health.find(each).ifPresent(limit -> ordered(limit, warn("1"), fault("1"), faults));
        }
        health.find(CLOCK).ifPresent(clock -> ordered(clock, CLOCK_WARN, CLOCK_FAULT, faults));
        health.find(DISK).ifPresent(disk -> {
            long warn = disk.find(DISK_WARN).orElse(Long.MAX_VALUE);
            if (disk.find(DISK_FAULT).filter(fault -> fault > warn).isPresent()) {
                disk.fault(faults, DISK_FAULT, "must not be above warn");
            }
        });
        health.find(RESTART).ifPresent(restart -> {
            Duration notWithin = restart.find(NOT_WITHIN).orElse(Duration.ZERO);
            if (restart.find(PERIOD)
                    .filter(period -> period.compareTo(notWithin) < 0)
                    .isPresent()) {
                restart.fault(faults, PERIOD, "must not be below not-within");
            }
        });
    }

    private static <T extends Comparable<T>> void ordered(Values limit, Key<T> warn, Key<T> fault, Faults faults) {
        if (limit.find(warn).isPresent()
                && limit.find(fault)
                        .filter(each -> each.compareTo(limit.get(warn)) < 0)
                        .isPresent()) {
            limit.fault(faults, fault, "must not be below warn");
        }
    }

    static HealthConfig standard() {
        return config(HEALTH.standard().orElseThrow().value());
    }

    /** The section without faults. */
    static HealthConfig config(Values health) {
        Values silence = health.get(LIMITS);
        Values restart = health.get(RESTART);
        Values disk = health.get(DISK);
        Values clock = health.get(CLOCK);
        return new HealthConfig(
                new Silence(
                        silence.get(REDUNDANCY),
                        silence.get(DEVICE),
                        silence.get(ARCHIVE),
                        silence.get(ARCHIVE_JOBS),
                        silence.get(SYNC),
                        silence.get(LINK),
                        silence.get(WITNESS),
                        silence.get(PUBLISHER),
                        silence.get(SERVER),
                        silence.get(DIAGNOSTICS)),
                health.get(COMPONENT_RESTARTS),
                new Limits(
                        new Limit(disk.get(DISK_WARN), disk.get(DISK_FAULT)),
                        percent(health.get(HEAP)),
                        percent(health.get(COLLECTION)),
                        percent(health.get(PROCESSOR)),
                        new Limit(
                                clock.get(CLOCK_WARN).toMillis(),
                                clock.get(CLOCK_FAULT).toMillis()),
                        percent(health.get(BACKLOG))),
                health.get(ISOLATE),
                new Restart(
                        restart.get(ENABLED),
                        restart.get(NOT_WITHIN),
                        restart.get(COUNT),
                        restart.get(PERIOD),
                        restart.get(DELAY)));
    }

    private static Limit percent(Values limit) {
        return new Limit(limit.get(warn("1")), limit.get(fault("1")));
    }
}
