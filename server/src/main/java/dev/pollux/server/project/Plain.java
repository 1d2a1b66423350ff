package dev.pollux.server.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The shape of a single value.
 *
 * @param rule such that "must be …" is a sentence
 * @param kinds of scalars that YAML may hold; a CSV cell is always looked at
 * @param parse the value, empty when the rule is broken
 * @param schema JSON Schema
 * @param words all possible texts when there are few, for suggestions
 * @param secret never repeat the value in a fault
 */
record Plain<T>(
        String rule,
        Set<Source.Kind> kinds,
        Function<String, Optional<T>> parse,
        Map<String, Object> schema,
        List<String> words,
        boolean secret)
        implements Shape<T> {

    @Override
    public Optional<T> read(Source source, Faults faults) {
        if (!(source instanceof Source.Scalar scalar)) {
            faults.add(source, "must be " + rule);
            return Optional.empty();
        }
        if (scalar.kind() == Source.Kind.EMPTY) {
            faults.add(source.spot(), Optional.empty(), "has no value, must be " + rule);
            return Optional.empty();
        }
        if (scalar.kind() != Source.Kind.UNTYPED && !kinds.contains(scalar.kind())) {
            fault(scalar, faults, quotes(scalar));
            return Optional.empty();
        }
        Optional<T> value = parse.apply(scalar.text());
        if (value.isEmpty()) {
            fault(scalar, faults, Suggestion.sentence(scalar.text(), words));
        }
        return value;
    }

    private String quotes(Source.Scalar scalar) {
        if (scalar.kind() == Source.Kind.TEXT) {
            return parse.apply(scalar.text()).isPresent() ? "; write it without quotes" : "";
        }
        boolean text = kinds.contains(Source.Kind.TEXT) && scalar.kind() != Source.Kind.FOREIGN;
        return text ? "; put it in quotes if it is meant as text" : "";
    }

    private void fault(Source.Scalar scalar, Faults faults, String hint) {
        Optional<String> shown = secret ? Optional.empty() : Optional.of(scalar.shown());
        faults.add(scalar.spot(), shown, "must be " + rule + hint);
    }
}
