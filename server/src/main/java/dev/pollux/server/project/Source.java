package dev.pollux.server.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of configuration as written, the same for YAML and CSV, so that both are checked by the same rules. */
sealed interface Source {

    Spot spot();

    /** How the value is named in a fault. */
    String shown();

    /** The value in the words of JSON: number, boolean, text, list or map. */
    Object plain();

    /** What the file format knows about the type of a scalar. */
    enum Kind {
        TEXT,
        INTEGER,
        FLOAT,
        BOOLEAN,
        /** Nothing is written. */
        EMPTY,
        /** A YAML tag that is not in the core schema. */
        FOREIGN,
        /** CSV has no types. */
        UNTYPED
    }

    /** A single value. */
    record Scalar(Spot spot, String text, Kind kind) implements Source {
        @Override
        public String shown() {
            return text;
        }

        @Override
        public Object plain() {
            return switch (kind) {
                case INTEGER -> Long.valueOf(text);
                case FLOAT -> Double.valueOf(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case TEXT, EMPTY, FOREIGN, UNTYPED -> text;
            };
        }
    }

    /** A list. */
    record Items(Spot spot, List<Source> items) implements Source {
        @Override
        public String shown() {
            return items.isEmpty() ? "[]" : "[…]";
        }

        @Override
        public Object plain() {
            return new ArrayList<>(items.stream().map(Source::plain).toList());
        }
    }

    /** Keys with values in the order of the file; a key may occur twice. */
    record Mapping(Spot spot, List<Entry> entries) implements Source {
        @Override
        public String shown() {
            return entries.isEmpty() ? "{}" : "{…}";
        }

        @Override
        public Object plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            entries.forEach(entry -> plain.put(entry.key(), entry.value().plain()));
            return plain;
        }
    }

    /** One key of a mapping; the value's spot is that of the key. */
    record Entry(String key, Source value) {}
}
