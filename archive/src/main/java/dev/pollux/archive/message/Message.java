package dev.pollux.archive.message;

import dev.pollux.archive.Ticks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * One thing that a station told its operators. The same on every station that keeps it, but for {@code receiveTime}.
 *
 * @param station that raised it
 * @param sequence its number among the messages of that station: rises over restarts, with gaps
 * @param time when it was raised, as {@link Ticks}
 * @param receiveTime when the station that keeps it came to know of it, as {@link Ticks}
 * @param number in the catalogue of messages
 * @param severity 1..1000 as in OPC 10000-5 §6.4.2
 * @param source what it is about
 * @param text for operators
 */
public record Message(
        String station,
        long sequence,
        long time,
        long receiveTime,
        int number,
        int severity,
        String source,
        String text) {
    /** Longest text; what is longer is cut by whoever raises it. */
    public static final int TEXT_MAX = 2_000;

    /** Longest name of a station or source. */
    public static final int NAME_MAX = 64;

    /** By time; where that is equal by sequence, then by station. */
    public static final Comparator<Message> BY_TIME = Comparator.comparing(Message::position);

    private static final int EVENT_ID_BYTES = 16;
    private static final int SEVERITY_MAX = 1_000;

    public Message {
        checkName("station", station);
        checkName("source", source);
        if (sequence < 1 || time < Ticks.MIN || time >= Ticks.MAX || receiveTime < Ticks.MIN) {
            throw new IllegalArgumentException("no message: sequence " + sequence + ", time " + time);
        }
        if (severity < 1 || severity > SEVERITY_MAX || text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "no message: severity " + severity + ", text of " + text.length() + " letters");
        }
    }

    private static void checkName(String what, String name) {
        if (name.isEmpty() || name.length() > NAME_MAX || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no message: " + what + " '" + name + "'");
        }
    }

    /**
     * The EventId: 16 bytes that follow from station and sequence alone, so that all stations of a set give the same
     * one (OPC 10000-9 §5.14.3).
     */
    public byte[] eventId() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((station + '\0' + sequence).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), EVENT_ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Where it stands among all messages. */
    public Position position() {
        return new Position(time, sequence, station);
    }

    /** The same as kept by a station that came to know of it at another time. */
    public Message received(long at) {
        return new Message(station, sequence, time, at, number, severity, source, text);
    }

    /**
     * A place in the order of all messages.
     *
     * @param time as {@link Ticks}
     * @param sequence of the message there, or 0 for a place before all messages of that time
     * @param station of the message there
     */
    public record Position(long time, long sequence, String station) implements Comparable<Position> {
        /** Before all messages of a time. */
        public static Position before(long time) {
            return new Position(time, 0, "");
        }

        @Override
        public int compareTo(Position other) {
            int byTime = Long.compare(time, other.time);
            int bySequence = byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
            return bySequence != 0 ? bySequence : station.compareTo(other.station);
        }
    }
}
