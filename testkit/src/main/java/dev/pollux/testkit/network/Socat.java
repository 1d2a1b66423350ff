package dev.pollux.testkit.network;

/** socat(1), which joins sockets, pseudo-terminals and programs, wherever the test tools have put it. */
public final class Socat {
    private Socat() {}

    /** Not started yet; both addresses as socat(1) writes them. */
    public static ProcessBuilder between(String one, String other) {
        ProcessBuilder builder = new ProcessBuilder(Command.tool("socat"), one, other);
        builder.environment().putAll(Command.environment());
        return builder;
    }
}
