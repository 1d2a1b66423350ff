package dev.pollux.server.redundancy.sync;

import dev.pollux.server.redundancy.Ability.Impairment;
import java.time.Duration;
import java.util.Optional;

/** What follows from the state of synchronisation. Pure. */
public final class SyncRules {
    /** What is missing for longer is not the usual lag of two stations: operators hear of it. */
    static final Duration MOMENT = Duration.ofSeconds(10);

    /** Band of a station that is not complete after its return, docs/concepts/service-level.md. */
    private static final int SYNCHRONISING = 99;

    private SyncRules() {}

    /**
     * What makes the station less good for clients while it synchronises after a return, for projects that want that.
     * While the partner cannot be reached it lowers nothing: nobody has more then.
     */
    public static Optional<Impairment> impairment(SyncProgress progress) {
        return switch (progress.phase()) {
            case UNKNOWN -> Optional.of(new Impairment("archive not yet compared with the partner's", SYNCHRONISING));
            case FILLING, PAUSED ->
                progress.afterReturn() ? Optional.of(new Impairment(text(progress), SYNCHRONISING)) : Optional.empty();
            case COMPLETE, WAITING, OFF -> Optional.empty();
        };
    }

    /** Whose archive is more up to date. */
    public enum Preference {
        SELF,
        NONE,
        PARTNER
    }

    /**
     * Whose archive is more up to date; the usual lag of two stations makes no difference.
     *
     * @param missing what the partner's archive has and the own one lacks
     * @param partnerMissing the other way round
     */
    public static Preference preference(Duration missing, Duration partnerMissing) {
        Duration more = partnerMissing.minus(missing);
        if (more.abs().compareTo(MOMENT) < 0) {
            return Preference.NONE;
        }
        return more.isNegative() ? Preference.PARTNER : Preference.SELF;
    }

    private static String text(SyncProgress progress) {
        return progress.phase() == SyncProgress.Phase.PAUSED
                ? "archive incomplete, its synchronisation is paused"
                : "archive is being synchronised";
    }
}
