package dev.pollux.bench;

/**
 * A line of the table of results.
 *
 * @param what was measured
 * @param pollux what Pollux reached
 * @param goal what it should reach; empty if there is none
 * @param kept whether it reached that
 * @param beside what a peer reached in the same run
 * @param remark how it was done, and what else took processor time meanwhile
 */
record Row(String what, String pollux, String goal, Kept kept, String beside, String remark) {
    /** What became of a goal. */
    enum Kept {
        YES("yes"),
        NO("**no**"),
        NO_GOAL("");

        private final String text;

        Kept(String text) {
            this.text = text;
        }

        static Kept of(boolean kept) {
            return kept ? YES : NO;
        }
    }

    static final String HEAD = "| what | Pollux | goal | kept | beside it | how |\n|---|---|---|---|---|---|";

    String markdown() {
        return "| " + String.join(" | ", what, pollux, goal, kept.text, beside, remark) + " |";
    }
}
