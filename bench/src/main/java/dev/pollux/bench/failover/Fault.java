package dev.pollux.bench.failover;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What happens to the Master, or to what it is plugged into. The order is that of the table. */
enum Fault {
    KILL("`kill -9`", Silence.UNTIL_MENDED, Role.MOVES, "a killed process; its connections are reset"),
    FREEZE(
            "SIGSTOP",
            Silence.UNTIL_MENDED,
            Role.MOVES,
            "suspended until the other station has led for a second, then SIGCONT"),
    STATUS_CUT("status cable", Silence.NONE, Role.STAYS, "the Master's cable of the status network is pulled for 3 s"),
    MAIN_CUT(
            "main link",
            Silence.NONE,
            Role.STAYS,
            "frames between the stations on the plant network are lost both ways for 3 s"),
    PLANT_CUT(
            "plant cable",
            Silence.UNTIL_MENDED,
            Role.MOVES,
            "the Master's cable of the plant network is pulled: clients, devices and main link"),
    ALL_CUT("all cables", Silence.UNTIL_MENDED, Role.MOVES, "both cables of the Master are pulled"),
    SPLIT(
            "both links",
            Silence.NONE,
            Role.SPLITS,
            "frames between the stations are lost on both networks; clients and devices reach both"),
    ONE_WAY(
            "one way",
            Silence.NONE,
            Role.SPLITS,
            "frames from the Master to the Standby are lost on both networks, none of the other direction"),
    SLOW_DISK(
            "slow disk",
            Silence.NONE,
            Role.STAYS,
            "the Master's disk takes writes for 0.2 s in every second, for 5 s (`fsfreeze`)"),
    FULL_DISK("full disk", Silence.NONE, Role.STAYS, "no block is free on the Master's disk for 5 s"),
    GC_PAUSE(
            "long GC pause",
            Silence.UNTIL_MENDED,
            Role.MOVES,
            "all Java threads of the Master stand at a safepoint for 3 s (a heap dump into a pipe that nobody reads)"),
    CLOCK_STEP(
            "clock step",
            Silence.NONE,
            Role.STAYS,
            "the Master's wall clock is put forward by 5 s, and back 5 s later (libfaketime)"),
    DEVICES_LOST("process connection", Silence.NONE, Role.MOVES, "frames from the Master to the devices are lost"),
    HUNG_THREAD(
            "health fault",
            Silence.NONE,
            Role.MOVES,
            "a thread that reads a device hangs (freezer of cgroup v1); the station is restarted afterwards"),
    SWITCHOVER("planned switchover", Silence.NONE, Role.MOVES, "true written to `@RM_MASTER` of the Standby");

    /** Whether the Master still speaks to clients. */
    enum Silence {
        NONE,
        UNTIL_MENDED
    }

    /** What shall become of the role. */
    enum Role {
        MOVES,
        STAYS,
        /** Without a witness both lead until the split is over. */
        SPLITS
    }

    private final String title;
    private final Silence silence;
    private final Role role;
    private final String how;

    Fault(String title, Silence silence, Role role, String how) {
        this.title = title;
        this.silence = silence;
        this.role = role;
        this.how = how;
    }

    String title() {
        return title;
    }

    String how() {
        return how;
    }

    Role role() {
        return role;
    }

    boolean silences() {
        return silence == Silence.UNTIL_MENDED;
    }

    /** Name on the command line and in results. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fault of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault " + id + "; there are "
                        + Arrays.stream(values()).map(Fault::id).toList()));
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Fault::id).toList();
    }

    /** How long it lasts where nothing is waited for. */
    Duration hold() {
        return switch (this) {
            case STATUS_CUT, MAIN_CUT, GC_PAUSE -> Duration.ofSeconds(3);
            case SLOW_DISK, FULL_DISK, CLOCK_STEP -> Duration.ofSeconds(5);
            case KILL, FREEZE, PLANT_CUT, ALL_CUT, SPLIT, ONE_WAY, DEVICES_LOST, HUNG_THREAD, SWITCHOVER ->
                Duration.ofSeconds(1);
        };
    }

    /** How long its repair has effects of its own: a clock that is set back passes some instants again. */
    Duration aftermath() {
        return this == CLOCK_STEP ? hold().plusSeconds(1) : Duration.ZERO;
    }

    /** Why it cannot be made here; empty if it can. */
    String missing(Network network) {
        return switch (this) {
            case KILL, FREEZE, SWITCHOVER -> "";
            case GC_PAUSE -> Pause.possible() ? "" : "needs jcmd and mkfifo";
            case STATUS_CUT, MAIN_CUT, PLANT_CUT, ALL_CUT, SPLIT, ONE_WAY, DEVICES_LOST ->
                network.cables() ? "" : "needs root and network namespaces";
            case SLOW_DISK, FULL_DISK -> network.cables() && Volume.possible() ? "" : "needs root and loop devices";
            case CLOCK_STEP -> FakeClock.find().isPresent() ? "" : "needs libfaketime";
            case HUNG_THREAD -> HungThread.possible() ? "" : "needs root and the freezer of cgroup v1";
        };
    }
}
