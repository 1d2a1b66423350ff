package dev.pollux.nodesets;

/**
 * A LocalizedText.
 *
 * @param locale for example {@code en}, empty for none
 * @param text may be empty
 */
public record Text(String locale, String text) {
    public static final Text EMPTY = new Text("", "");
}
