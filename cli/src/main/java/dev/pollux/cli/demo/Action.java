package dev.pollux.cli.demo;

/**
 * Something that is done to the plant or the stations.
 *
 * @param kind what
 * @param target name of a station for {@link Kind#KILL}, name of a tag for {@link Kind#WRITE}, else empty
 * @param value what to write, else empty
 */
public record Action(Kind kind, String target, String value) {

    /** What can be done. */
    public enum Kind {
        /** SIGKILL to the Master. */
        KILL_MASTER("kill-master"),
        /** SIGKILL to the Standby. */
        KILL_STANDBY("kill-standby"),
        /** SIGKILL to a station by name. */
        KILL("kill"),
        /** SIGTERM to the Master. */
        STOP_MASTER("stop-master"),
        /** Starts what was killed or stopped. */
        RESTART("restart"),
        /** SIGSTOP to the Master. */
        FREEZE_MASTER("freeze-master"),
        /** SIGCONT to what is frozen. */
        THAW("thaw"),
        /** Planned change of roles. */
        SWITCHOVER("switchover"),
        /** SIGKILL to the plant. */
        KILL_PLANT("kill-plant"),
        /** Starts the plant again. */
        RESTART_PLANT("restart-plant"),
        /** Writes a tag. */
        WRITE("write");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** How scripts call it. */
        public String word() {
            return word;
        }
    }

    /** An action without target. */
    public static Action of(Kind kind) {
        return new Action(kind, "", "");
    }

    @Override
    public String toString() {
        return kind.word() + (target.isEmpty() ? "" : ":" + target) + (kind == Kind.WRITE ? "=" + value : "");
    }
}
