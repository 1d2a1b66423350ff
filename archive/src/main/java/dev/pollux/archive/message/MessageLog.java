package dev.pollux.archive.message;

import dev.pollux.archive.message.Message.Position;
import java.util.List;
import java.util.Map;

/**
 * Keeps the messages of all stations of a set. Safe for use by any threads. Every method throws
 * {@link dev.pollux.archive.ArchiveException} if the disk does not allow it or the log is closed.
 */
public interface MessageLog extends AutoCloseable {
    /**
     * Keeps messages. When this returns, they survive a failure of power.
     *
     * @return those that were not kept already, in the order given
     */
    List<Message> append(List<Message> messages);

    /** A part of the log, in order of time. */
    List<Message> read(Query query);

    /**
     * Messages of one station in the order in which it raised them.
     *
     * @param sequence only those with a higher one
     * @param limit at most so many
     */
    List<Message> after(String station, long sequence, int limit);

    /**
     * For each other station the sequence up to which its messages have been here, whether they are still kept or not.
     */
    Map<String, Long> known();

    /**
     * Up to which sequence a partner has given back the messages that it had from this station, 0 at first: what was
     * said before the log was lost, or after the backup that took its place, may still be had from others.
     */
    long returned(String partner);

    /** Remembers what a partner has given back; a failure of power may forget it. */
    void returned(String partner, long sequence);

    /** The highest sequence of a station that is kept, 0 if there is none. */
    long last(String station);

    /** Number of messages that are kept. */
    long count();

    /**
     * Forgets old messages, a bounded number in one call.
     *
     * @param before those raised earlier, as {@link dev.pollux.archive.Ticks}
     * @param countMax the oldest of those beyond so many
     * @return how many were forgotten
     */
    int forget(long before, long countMax);

    @Override
    void close();

    /**
     * Which messages are wanted.
     *
     * @param from the first place
     * @param to the first place after it
     * @param reverse whether the latest comes first
     * @param limit at most so many, 1 or more
     */
    record Query(Position from, Position to, boolean reverse, int limit) {
        public Query {
            if (limit < 1) {
                throw new IllegalArgumentException("limit must be 1 or more, not " + limit);
            }
        }

        /** What comes after a message that this query has given. */
        public Query after(Message last) {
            Position at = last.position();
            return reverse
                    ? new Query(from, at, true, limit)
                    : new Query(new Position(at.time(), at.sequence(), at.station() + '\0'), to, false, limit);
        }
    }
}
