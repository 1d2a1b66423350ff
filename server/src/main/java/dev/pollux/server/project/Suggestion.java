package dev.pollux.server.project;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
final class Suggestion {
    private static final int WORD_LENGTH_MAX = 64;

    /** Each guess looks at all words; a thousand faults must not take minutes. */
    private static final int WORDS_MAX = 1000;

    private Suggestion() {}

    /** {@code ; did you mean "…"?}, or nothing when no word is near. */
    static String sentence(String written, Collection<String> words) {
        return nearest(written, words)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    static Optional<String> nearest(String written, Collection<String> words) {
        String wanted = written.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        if (wanted.isEmpty() || wanted.length() > WORD_LENGTH_MAX || words.size() > WORDS_MAX) {
            return Optional.empty();
        }
        return words.stream()
                .filter(word -> near(wanted, word.toLowerCase(Locale.ROOT)))
                .min(Comparator.<String>comparingInt(word -> distance(wanted, word.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean near(String wanted, String word) {
        int allowed = Math.min(2, Math.min(wanted.length(), word.length()) / 2);
        boolean begun =
                Math.min(wanted.length(), word.length()) >= 3 && (word.startsWith(wanted) || wanted.startsWith(word));
        return begun || (Math.abs(wanted.length() - word.length()) <= allowed && distance(wanted, word) <= allowed);
    }

    /** Levenshtein distance, row by row. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
