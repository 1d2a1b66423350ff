package dev.pollux.server.project;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A section that is turned into something else as soon as it is read, so that the values of a large file need not all
 * be kept.
 *
 * @param section what is written
 * @param take makes the thing; empty when that cannot be done, which it then reported
 */
record Taken<T>(Section section, Function<Values, Optional<T>> take) implements Shape<T> {

    @Override
    public Optional<T> read(Source source, Faults faults) {
        return section.read(source, faults).flatMap(take);
    }

    @Override
    public Map<String, Object> schema() {
        return section.schema();
    }

    @Override
    public String rule() {
        return section.rule();
    }
}
