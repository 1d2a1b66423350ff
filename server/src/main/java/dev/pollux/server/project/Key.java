package dev.pollux.server.project;

import java.util.Optional;

/**
 * One key, declared once: the check, the schema and the reference all come from here.
 *
 * @param name as written
 * @param shape what may be written
 * @param required whether it must be written
 * @param standard default in YAML; empty when there is none
 * @param meaning for the reference: what it does, units, and rules that concern other keys too
 */
record Key<T>(String name, Shape<T> shape, boolean required, Optional<Default<T>> standard, String meaning) {

    /** A default as written and as read. */
    record Default<T>(Source written, String text, T value) {}

    /** A key that must be written. */
    static <T> Key<T> required(String name, Shape<T> shape, String meaning) {
        return new Key<>(name, shape, true, Optional.empty(), meaning);
    }

    /** A key that may be left out and then has no value. */
    static <T> Key<T> optional(String name, Shape<T> shape, String meaning) {
        return new Key<>(name, shape, false, Optional.empty(), meaning);
    }

    /** A key that has a value when it is left out. */
    static <T> Key<T> standard(String name, Shape<T> shape, String yaml, String meaning) {
        Faults faults = new Faults();
        Source written = YamlText.parse(name, yaml, faults).orElseThrow();
        T value = shape.read(written, faults).orElseThrow();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("default of " + name + " breaks its own rule: " + faults.list());
        }
        return new Key<>(name, shape, false, Optional.of(new Default<>(written, yaml, value)), meaning);
    }
}
