package dev.pollux.server.tag;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One observation of a tag. Immutable; one instance is shared by the tag table and all subscriptions.
 *
 * @param value an instance of the tag type's {@link TagType#valueClass()}, in engineering units; null only if the
 *     quality is bad
 * @param quality the OPC UA StatusCode
 * @param sourceTime for polled devices the instant of the polling grid, so that both stations of a set stamp alike
 */
public record Sample(@Nullable Object value, Quality quality, Instant sourceTime) {
    public Sample {
        if (value == null && !quality.bad()) {
            throw new IllegalArgumentException("a sample without a value must have a bad quality, not " + quality);
        }
    }

    /** The same value with another quality, as of {@code sourceTime}. */
    public Sample withQuality(Quality newQuality, Instant newSourceTime) {
        return new Sample(newQuality.bad() ? null : value, newQuality, newSourceTime);
    }
}
