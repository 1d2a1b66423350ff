package dev.pollux.server.project;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of a mapping with known keys. */
final class Section implements Shape<Values> {
    private final Map<String, Key<?>> keys = new LinkedHashMap<>();

    Section(Key<?>... keys) {
        for (Key<?> key : keys) {
            this.keys.put(key.name(), key);
        }
    }

    List<Key<?>> keys() {
        return List.copyOf(keys.values());
    }

    @Override
    public String rule() {
        return "a mapping with the keys " + String.join(", ", keys.keySet());
    }

    @Override
    public Optional<Values> read(Source source, Faults faults) {
        if (!(source instanceof Source.Mapping mapping)) {
            faults.add(source, "must be " + rule());
            return Optional.empty();
        }
        Values values = new Values(mapping.spot());
        Map<String, Spot> seen = new HashMap<>();
        for (Source.Entry entry : mapping.entries()) {
            Spot first = seen.putIfAbsent(entry.key(), entry.value().spot());
            Key<?> key = keys.get(entry.key());
            if (key == null) {
                faults.add(entry.value().spot(), Optional.empty(), "unknown key" + known(entry.key()));
            } else if (first != null) {
                // Without the value: it may be a password.
                faults.add(entry.value().spot(), Optional.empty(), "is already given in line " + first.line());
            } else {
                values.write(key, entry.value());
                key.shape().read(entry.value(), faults).ifPresent(value -> values.set(key, value));
            }
        }
        for (Key<?> key : keys.values()) {
            if (!seen.containsKey(key.name())) {
                key.standard().ifPresent(standard -> values.set(key, standard.value()));
                if (key.required()) {
                    values.fault(
                            faults, key, "is missing, must be " + key.shape().rule());
                }
            }
        }
        return Optional.of(values);
    }

    private String known(String written) {
        String suggestion = Suggestion.sentence(written, keys.keySet());
        return suggestion.isEmpty() ? "; known here: " + String.join(", ", keys.keySet()) : suggestion;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key<?> key : keys.values()) {
            Map<String, Object> property = new LinkedHashMap<>(key.shape().schema());
            property.put("description", key.meaning());
            key.standard()
                    .ifPresent(standard ->
                            property.put("default", standard.written().plain()));
            properties.put(key.name(), property);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        List<String> required =
                keys.values().stream().filter(Key::required).map(Key::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }
}
