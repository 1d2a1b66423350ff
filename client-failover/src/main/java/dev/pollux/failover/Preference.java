package dev.pollux.failover;

import java.util.Locale;
import java.util.Optional;

/**
 * Which member a client likes to use. Whatever it likes, it uses another one while the liked one is not available and
 * healthy.
 *
 * @param kind how the liked member is named
 * @param station name of the station for {@link Kind#STATION}, else empty
 */
public record Preference(Kind kind, Optional<String> station) {

    /** How the liked member is named. */
    public enum Kind {
        /** The best at connect, then no change while it stays healthy. */
        NONE,
        /** The member marked default master, see {@link MasterLookup}. */
        MASTER,
        /** The best member that is not the one marked default master, see {@link MasterLookup}. */
        STANDBY,
        /** A member by name. */
        STATION
    }

    /** Checks that a name is there exactly when the kind needs it. */
    public Preference {
        if ((kind == Kind.STATION) != station.isPresent()) {
            throw new IllegalArgumentException(
                    "preference.station is " + station.orElse("missing") + ", must be given exactly for STATION");
        }
        station.ifPresent(name -> Check.notBlank("preference.station", name));
    }

    /** The best at connect, then no change while it stays healthy. */
    public static Preference none() {
        return new Preference(Kind.NONE, Optional.empty());
    }

    /** The member marked default master. */
    public static Preference master() {
        return new Preference(Kind.MASTER, Optional.empty());
    }

    /** A member that is not the one marked default master. */
    public static Preference standby() {
        return new Preference(Kind.STANDBY, Optional.empty());
    }

    /** The member whose name this is: the last part of its ApplicationUri, or its ApplicationName; case is ignored. */
    public static Preference station(String name) {
        return new Preference(Kind.STATION, Optional.of(name));
    }

    /** Reads {@code none}, {@code master}, {@code standby}, or takes the text as the name of a station. */
    public static Preference parse(String text) {
        Check.notBlank("preference", text);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> none();
            case "master" -> master();
            case "standby" -> standby();
            default -> station(text);
        };
    }

    @Override
    public String toString() {
        return station.orElse(kind.name().toLowerCase(Locale.ROOT));
    }
}
