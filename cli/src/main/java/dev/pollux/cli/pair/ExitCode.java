package dev.pollux.cli.pair;

/** Exit codes of all commands. Those from 64 on are those of {@code sysexits.h}. */
public final class ExitCode {
    /** Done, and the answer is good. */
    public static final int OK = 0;
    /** The command worked and the answer is bad: faults found, refused, a station down, something lost. */
    public static final int FAILED = 1;
    /** No station answers, or it ended in the middle. */
    public static final int UNREACHABLE = 2;
    /** The command line is wrong; nothing was done. */
    public static final int USAGE = 64;
    /** A fault of the program itself. */
    public static final int BUG = 70;

    /** The station wants to be started again by whatever supervises it. */
    public static final int RESTART = 75;

    private ExitCode() {}
}
