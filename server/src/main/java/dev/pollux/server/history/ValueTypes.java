package dev.pollux.server.history;

/** Which values tags take. */
@FunctionalInterface
public interface ValueTypes {
    /** The built-in type of a tag's values, as in {@link dev.pollux.archive.Value#type()}. */
    int of(int tag);
}
