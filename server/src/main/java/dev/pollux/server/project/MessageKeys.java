package dev.pollux.server.project;

import java.time.Duration;

/** Every key of the section {@code messages} in {@code project.yaml}. */
final class MessageKeys {
    static final Key<Duration> RETENTION = Key.standard(
            "retention", Shapes.span("1h", "36500d"), "400d", "How long messages of the stations are kept.");
    static final Key<Integer> MAX = Key.standard(
            "max",
            Shapes.whole(1_000, 100_000_000),
            "1000000",
            "How many messages a station keeps at most; the oldest go first.");
    static final Key<Boolean> SYNCHRONIZE = Key.standard(
            "synchronize", Shapes.flag(), "true", "Whether each station fetches the messages of the others.");
    static final Key<Values> MESSAGES = Key.standard(
            "messages",
            new Section(RETENTION, MAX, SYNCHRONIZE),
            "{}",
            "The message log of each station; see docs/reference/messages.md.");

    private MessageKeys() {}

    /** The section without faults. */
    static MessageConfig config(Values messages) {
        return new MessageConfig(messages.get(RETENTION), messages.get(MAX), messages.get(SYNCHRONIZE));
    }
}
