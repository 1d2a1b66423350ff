package dev.pollux.server.project;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The values of one mapping, as far as they are good. While faults are still being collected some may be missing; ask
 * with {@link #find}. Once there are no faults, {@link #get} always has an answer for required and defaulted keys.
 */
final class Values {
    private final Spot spot;
    private final Map<String, Source> written = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();

    Values(Spot spot) {
        this.spot = spot;
    }

    void write(Key<?> key, Source source) {
        written.put(key.name(), source);
    }

    void set(Key<?> key, Object value) {
        values.put(key.name(), value);
    }

    /** The value, written or default; empty when it is absent or broken. */
    @SuppressWarnings("unchecked") // only Section fills this, with what the key's own shape read
    <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new NoSuchElementException(key.name()));
    }

    /** What was written at a key. */
    Optional<Source> written(Key<?> key) {
        return Optional.ofNullable(written.get(key.name()));
    }

    /** Where the key is written; where it should have been if it is not. */
    Spot spot(Key<?> key) {
        return written(key).map(Source::spot).orElseGet(() -> spot.child(key.name(), spot.line()));
    }

    /** Whether the key was left out or its value is good: no fault was reported for it. */
    boolean sound(Key<?> key) {
        return !written.containsKey(key.name()) || values.containsKey(key.name());
    }

    /** Reports what is written at a key. */
    void fault(Faults faults, Key<?> key, String rule) {
        faults.add(spot(key), written(key).map(Source::shown), rule);
    }
}
