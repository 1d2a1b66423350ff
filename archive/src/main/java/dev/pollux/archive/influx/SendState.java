package dev.pollux.archive.influx;

import dev.pollux.archive.influx.WriteAnswer.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sending goes: the last fault, how long to wait before the next attempt, how fast it is. Any thread may look. */
final class SendState {
    private static final Logger LOG = LoggerFactory.getLogger(SendState.class);
    private static final long WAIT_MIN_MILLIS = 100;
    private static final long WAIT_MAX_MILLIS = 10_000;

    private final Rate rate = new Rate();

    /** Written by the sender, read by any. */
    private volatile WriteAnswer last = WriteAnswer.STORED;

    private int failures;

    /** A batch is done with. */
    void done(WriteAnswer answer, long samples) {
        if (failures > 0) {
            LOG.info("InfluxDB takes samples again, after {} attempts", failures);
        }
        failures = 0;
        last = answer;
        rate.add(samples, second());
    }

    /** An attempt failed; says how long to wait. The log tells it once for each cause. */
    Duration failed(WriteAnswer answer) {
        if (last.kind() != answer.kind() || last.isFinal()) {
            LOG.warn("{}; samples wait in the queue", answer.message());
        }
        last = answer;
        long wait = Math.min(WAIT_MAX_MILLIS, WAIT_MIN_MILLIS << Math.min(failures, 10));
        failures++;
        // Stations that lost the same server do not all come back at once.
        Duration jittered =
                Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
        return jittered.compareTo(answer.retryAfter()) > 0 ? jittered : answer.retryAfter();
    }

    /** What the database said last; empty if it was good. */
    String lastError() {
        return last.kind() == Kind.STORED ? "" : last.message();
    }

    /** Why the database will not take anything until somebody helps. */
    Optional<String> fault() {
        WriteAnswer answer = last;
        boolean needsHelp = answer.kind() == Kind.DENIED
                || answer.kind() == Kind.MISSING
                || (answer.kind() == Kind.LATER && answer.message().contains("no space left"));
        return needsHelp ? Optional.of(answer.message()) : Optional.empty();
    }

    double rate() {
        return rate.perSecond(second());
    }

    private static long second() {
        return System.nanoTime() / Duration.ofSeconds(1).toNanos();
    }
}
