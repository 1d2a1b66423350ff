package dev.pollux.archive;

/**
 * A row of samples in time: a tag's own values, or what a long-term archive keeps of them.
 *
 * @param archive {@link #VALUES} or the name of a long-term archive: lower-case letters, digits and -, 1..32; each
 *     archive has its own retention
 * @param name the tag; in a long-term archive the tag, a {@code |} and the aggregate: {@code T100.Level|Average}
 */
public record Series(String archive, String name) implements Comparable<Series> {
    /** The archive of the values as they were captured. */
    public static final String VALUES = "values";

    public Series {
        if (!archive.matches("[a-z0-9-]{1,32}") || name.isEmpty()) {
            throw new IllegalArgumentException("not a series: \"" + archive + "\", \"" + name + "\"");
        }
    }

    /** The captured values of a tag. */
    public static Series of(String tag) {
        return new Series(VALUES, tag);
    }

    /** What a long-term archive keeps of a tag under the name of an aggregate of OPC 10000-13. */
    public static Series longTerm(String archive, String tag, String aggregate) {
        return new Series(archive, tag + "|" + aggregate);
    }

    @Override
    public int compareTo(Series other) {
        int first = archive.compareTo(other.archive);
        return first != 0 ? first : name.compareTo(other.name);
    }
}
