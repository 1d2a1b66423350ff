package dev.pollux.server.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shape of a list.
 *
 * @param element shape of each item
 * @param noun what the items are
 * @param min fewest items
 * @param max most items
 * @param unique whether an item may occur once only; for plain values
 */
record Listed<T>(Shape<T> element, String noun, int min, int max, boolean unique) implements Shape<List<T>> {

    @Override
    public String rule() {
        return "a list of " + min + " to " + max + " " + noun;
    }

    /** The good items; a broken one is reported and left out. */
    @Override
    public Optional<List<T>> read(Source source, Faults faults) {
        if (!(source instanceof Source.Items list)
                || list.items().size() < min
                || list.items().size() > max) {
            faults.add(source, "must be " + rule());
            return Optional.empty();
        }
        List<T> values = new ArrayList<>(list.items().size());
        Map<T, Spot> seen = new HashMap<>();
        for (Source item : list.items()) {
            Optional<T> read = element.read(item, faults);
            if (read.isEmpty()) {
                continue;
            }
            Spot first = unique ? seen.putIfAbsent(read.get(), item.spot()) : null;
            if (first == null) {
                values.add(read.get());
            } else {
                faults.add(item, "must occur only once, is already " + first.key());
            }
        }
        return Optional.of(values);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", element.schema());
        schema.put("minItems", min);
        schema.put("maxItems", max);
        if (unique) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }
}
