package dev.pollux.server.health;

import java.time.Duration;

/** What self-diagnosis measures, and what it means for clients. */
public enum Measure {
    ARCHIVE_DISK("free space of the archive's volume", false, 199, 150, true, Duration.ZERO),
    LOG_DISK("free space of the log's volume", false, 199, 150, false, Duration.ZERO),
    DATA_DISK("free space of the data's volume", false, 199, 150, false, Duration.ZERO),
    HEAP("heap in use after garbage collection", true, 199, 150, true, Duration.ofSeconds(10)),
    COLLECTION("share of time in garbage collection", true, 199, 150, false, Duration.ofSeconds(10)),
    /** Still Healthy (OPC 10000-4 §6.6.2.4.2): a busy Master is better than a change. */
    PROCESSOR("processor load", true, 230, 180, false, Duration.ofMinutes(1)),
    /** Both stations see the same offset; the level tells clients not to trust time stamps. */
    CLOCK("clock offset to the partner", true, 199, 40, false, Duration.ofSeconds(3)),
    BACKLOG("archive backlog", true, 199, 150, false, Duration.ofSeconds(3));

    private final String text;
    private final boolean moreIsWorse;
    private final int warnLevel;
    private final int faultLevel;
    private final boolean demandsFault;
    private final Duration hold;

    Measure(String text, boolean moreIsWorse, int warnLevel, int faultLevel, boolean demandsFault, Duration hold) {
        this.text = text;
        this.moreIsWorse = moreIsWorse;
        this.warnLevel = warnLevel;
        this.faultLevel = faultLevel;
        this.demandsFault = demandsFault;
        this.hold = hold;
    }

    /** For operators. */
    public String text() {
        return text;
    }

    /** Whether the station must not lead beyond the fault limit, provided that the partner is able to. */
    public boolean demandsFault() {
        return demandsFault;
    }

    /** How long a limit must be exceeded before it counts. */
    public Duration hold() {
        return hold;
    }

    /** ServiceLevel at most, for a severity beyond OK. */
    public int levelMax(Severity severity) {
        return switch (severity) {
            case OK -> 255;
            case WARN -> warnLevel;
            case FAULT -> faultLevel;
        };
    }

    boolean exceeds(double value, double limit) {
        return moreIsWorse ? value >= limit : value < limit;
    }

    /** Whether a value is so far from a limit that it does not come back at once: a tenth of the limit. */
    boolean clear(double value, double limit) {
        return moreIsWorse ? value < limit * 0.9 : value >= limit * 1.1;
    }

    /** How bad it is. */
    public enum Severity {
        OK,
        WARN,
        FAULT
    }
}
