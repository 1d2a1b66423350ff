package dev.pollux.server.project;

import java.util.Map;
import java.util.Optional;

/** What may be written at a key: reads and checks it, and describes itself for the schema and the reference. */
sealed interface Shape<T> permits Plain, Listed, Section, Taken {

    /** The value; empty when it is of no use, which was then reported. */
    Optional<T> read(Source source, Faults faults);

    /** JSON Schema (draft 2020-12) of what may be written. */
    Map<String, Object> schema();

    /** What may be written, such that "must be …" is a sentence. */
    String rule();
}
