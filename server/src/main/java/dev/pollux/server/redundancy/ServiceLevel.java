package dev.pollux.server.redundancy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The OPC UA ServiceLevel (OPC 10000-4 §6.6.2.4.2) with all that it is composed of. Each part allows a level up to a
 * bound; the level is the lowest bound, and the reason is what was found there. So an explanation cannot say anything
 * else than the level.
 *
 * @param parts in the order in which they are looked at, at least one; of equal bounds the earlier gives the reason
 */
public record ServiceLevel(List<Part> parts) {
    private static final int MAX = 255;

    /** What a client may expect (OPC 10000-4 §6.6.2.4.2). */
    public enum Band {
        /** 0: leave, and do not connect. */
        MAINTENANCE("Maintenance"),
        /** 1: there are no data. */
        NO_DATA("NoData"),
        /** 2 to 199: a healthy member of the set is better. */
        DEGRADED("Degraded"),
        /** 200 to 255: stay. */
        HEALTHY("Healthy");

        private static final int HEALTHY_MIN = 200;

        private final String text;

        Band(String text) {
            this.text = text;
        }

        /** As the standard calls it. */
        public String text() {
            return text;
        }

        /** Of a level 0..255. */
        public static Band of(int level) {
            return switch (level) {
                case 0 -> MAINTENANCE;
                case 1 -> NO_DATA;
                default -> level < HEALTHY_MIN ? DEGRADED : HEALTHY;
            };
        }
    }

    /**
     * One of the things that a level depends on.
     *
     * @param name one or two lower case words
     * @param atMost 0..255: the level is not above this
     * @param finding how it is, for operators; one line
     * @param remedy what would raise the bound; empty if it is 255
     */
    public record Part(String name, int atMost, String finding, String remedy) {
        private static final String ARROW = " -- ";
        private static final Pattern LINE =
                Pattern.compile("([a-z' ]{1,40}): at most ([0-9]{1,3}): (.*?)(?:" + ARROW + "(.*))?");

        public Part {
            if (atMost < 0 || atMost > MAX) {
                throw new IllegalArgumentException("a ServiceLevel must be 0..255, not " + atMost);
            }
            finding = oneLine(finding);
            remedy = oneLine(remedy);
        }

        /** A part that takes nothing off. */
        static Part good(String name, String finding) {
            return new Part(name, MAX, finding, "");
        }

        private static String oneLine(String text) {
            return text.replaceAll("[\\r\\n]+", " ").replace(ARROW, " - ").strip();
        }

        /** As text for people; {@link #parse} takes it apart again. */
        public String line() {
            return name + ": at most " + atMost + ": " + finding + (remedy.isEmpty() ? "" : ARROW + remedy);
        }

        /** What {@link #line} has made; empty for anything else, such as that of another version. */
        public static Optional<Part> parse(String line) {
            Matcher match = LINE.matcher(line);
            if (!match.matches() || Integer.parseInt(match.group(2)) > MAX) {
                return Optional.empty();
            }
            return Optional.of(new Part(
                    match.group(1),
                    Integer.parseInt(match.group(2)),
                    match.group(3),
                    Optional.ofNullable(match.group(4)).orElse("")));
        }
    }

    public ServiceLevel {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a ServiceLevel needs a reason");
        }
    }

    /** A level with one reason. */
    public static ServiceLevel of(int value, String reason) {
        return new ServiceLevel(List.of(new Part("station", value, reason, "")));
    }

    /** The same with one more part. */
    public ServiceLevel bounded(Part part) {
        List<Part> all = new ArrayList<>(parts);
        all.add(part);
        return new ServiceLevel(all);
    }

    /** What decides: the first of the lowest bounds. */
    public Part decisive() {
        return parts.stream().min(Comparator.comparingInt(Part::atMost)).orElseThrow();
    }

    /** 0 maintenance, 1 no data, 2..199 degraded, 200..255 healthy. */
    public int value() {
        return decisive().atMost();
    }

    /** For operators. */
    public String reason() {
        return decisive().finding();
    }

    /** What a client may expect. */
    public Band band() {
        return Band.of(value());
    }

    /** What the level would be without what decides; 255 if nothing else is looked at. */
    public int otherwise() {
        List<Part> others = new ArrayList<>(parts);
        others.remove(decisive());
        return others.stream().mapToInt(Part::atMost).min().orElse(MAX);
    }
}
