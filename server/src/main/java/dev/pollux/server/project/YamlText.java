package dev.pollux.server.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2 (core schema) to {@link Source}, with line numbers. Built from the parser's events: a tree of the library's
 * nodes needs four times the memory. Aliases are refused: a few lines of them stand for gigabytes, and a fault in an
 * aliased value has two places. Nesting is bounded because this is recursive.
 */
final class YamlText {
    /** The deepest key that exists lies at 5. */
    static final int DEPTH_MAX = 32;

    /** Enough for a file of the largest size with 100,000 tags. */
    static final int VALUES_MAX = 3_000_000;

    private static final Map<Tag, Source.Kind> KINDS = Map.of(
            Tag.STR, Source.Kind.TEXT,
            Tag.INT, Source.Kind.INTEGER,
            Tag.FLOAT, Source.Kind.FLOAT,
            Tag.BOOL, Source.Kind.BOOLEAN,
            Tag.NULL, Source.Kind.EMPTY);

    private final String file;
    private final Parser parser;
    private final ScalarResolver resolver;
    private int values;

    private YamlText(String file, Parser parser, ScalarResolver resolver) {
        this.file = file;
        this.parser = parser;
        this.resolver = resolver;
    }

    /** The document; empty when it is none, which was then reported. */
    static Optional<Source> parse(String file, String text, Faults faults) {
        CoreSchema schema = new CoreSchema();
        LoadSettings settings = LoadSettings.builder()
                .setSchema(schema)
                .setCodePointLimit(Integer.MAX_VALUE) // the size of the file is bounded already
                .build();
        try {
            Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
            return new YamlText(file, parser, schema.getScalarResolver()).document(faults);
        } catch (Refused refused) {
            faults.add(Fault.ofLine(file, refused.line, refused.rule));
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark()
                    .or(broken::getContextMark)
                    .map(YamlText::line)
                    .orElse(1);
            faults.add(Fault.ofLine(file, line, "is not YAML: " + sentence(broken)));
        } catch (ReaderException broken) {
            int end = text.offsetByCodePoints(0, Math.min(broken.getPosition(), text.codePointCount(0, text.length())));
            int line = 1
                    + (int) text.substring(0, end)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            String rule = String.format("is not YAML: the character U+%04X is not allowed", broken.getCodePoint());
            faults.add(Fault.ofLine(file, line, rule));
        } catch (YamlEngineException broken) {
            faults.add(Fault.ofFile(file, "is not YAML: " + broken.getMessage()));
        }
        return Optional.empty();
    }

    private static String sentence(MarkedYamlEngineException broken) {
        String context = broken.getContext();
        String problem = broken.getProblem();
        return context == null || context.isBlank() ? problem : context + " " + problem;
    }

    private Optional<Source> document(Faults faults) {
        parser.next(); // StreamStart
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            faults.add(Fault.ofFile(file, "is empty"));
            return Optional.empty();
        }
        parser.next(); // DocumentStart
        Source root = convert(Spot.file(file), 0);
        parser.next(); // DocumentEnd
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            throw new Refused(parser.peekEvent(), "must be the only document in the file");
        }
        if (root instanceof Source.Scalar scalar && scalar.kind() == Source.Kind.EMPTY) {
            faults.add(Fault.ofFile(file, "is empty"));
            return Optional.empty();
        }
        return Optional.of(root);
    }

    /** Takes the next value off the parser. */
    private Source convert(Spot spot, int depth) {
        Event event = parser.next();
        values++;
        if (values > VALUES_MAX) {
            throw new Refused(event, "must not hold more than " + VALUES_MAX + " values");
        }
        if (depth > DEPTH_MAX) {
            throw new Refused(event, "must not be nested deeper than " + DEPTH_MAX);
        }
        if (event instanceof ScalarEvent scalar) {
            return new Source.Scalar(spot, scalar.getValue(), kind(scalar));
        }
        if (event instanceof CollectionStartEvent start) {
            return start.getEventId() == Event.ID.MappingStart ? mapping(spot, depth) : items(spot, depth);
        }
        throw new Refused(event, "must not use aliases (*name): write the value out");
    }

    private Source mapping(Spot spot, int depth) {
        List<Source.Entry> entries = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event event = parser.peekEvent();
            if (!(event instanceof ScalarEvent key)) {
                throw new Refused(event, "a key must be a plain word");
            }
            parser.next();
            Spot at = spot.child(key.getValue(), line(event));
            entries.add(new Source.Entry(key.getValue(), convert(at, depth + 1)));
        }
        parser.next();
        return new Source.Mapping(spot, entries);
    }

    private Source items(Spot spot, int depth) {
        List<Source> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(convert(spot.item(items.size(), line(parser.peekEvent())), depth + 1));
        }
        parser.next();
        return new Source.Items(spot, items);
    }

    private Source.Kind kind(ScalarEvent scalar) {
        boolean plain = scalar.getImplicit().canOmitTagInPlainScalar();
        Tag tag = scalar.getTag()
                .filter(written -> !written.equals("!"))
                .map(Tag::new)
                .orElseGet(() -> resolver.resolve(scalar.getValue(), plain));
        return KINDS.getOrDefault(tag, Source.Kind.FOREIGN);
    }

    private static int line(Event event) {
        return event.getStartMark().map(YamlText::line).orElse(0);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    /** What is YAML but not wanted here. Thrown to leave the recursion, never out of this class. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String rule;

        Refused(Event event, String rule) {
            super(rule);
            this.line = line(event);
            this.rule = rule;
        }
    }
}
