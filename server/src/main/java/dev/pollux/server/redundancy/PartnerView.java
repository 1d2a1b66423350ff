package dev.pollux.server.redundancy;

import java.util.Optional;

/**
 * One partner as seen from here.
 *
 * @param name of the station
 * @param availability whether anything is heard of it
 * @param report the last thing heard; present if AVAILABLE or STOPPED
 * @param answers whether own exchanges with it are answered, on at least one link
 */
public record PartnerView(String name, Availability availability, Optional<PartnerReport> report, boolean answers) {

    /** A partner without a name that was never heard. */
    public static final PartnerView UNKNOWN = unmet("", Availability.UNKNOWN);

    /** The same, but it may be there. */
    public static final PartnerView LISTENING = unmet("", Availability.LISTENING);

    /** Whether the partner is there. */
    public enum Availability {
        /** Never heard since the own start. */
        UNKNOWN,
        /** Never heard since the own start, but a link was not tried yet, or something accepts connections there. */
        LISTENING,
        /** Heard within the limit on at least one link. */
        AVAILABLE,
        /** Silent or refused on every link. */
        LOST,
        /** It said that its runtime is being deactivated. */
        STOPPED,
        /** This station itself was suspended, and has neither heard nor missed it since. */
        UNSURE
    }

    public PartnerView {
        boolean needsReport = availability == Availability.AVAILABLE || availability == Availability.STOPPED;
        if (needsReport && report.isEmpty()) {
            throw new IllegalArgumentException("a partner that is " + availability + " must have reported");
        }
    }

    /** The one partner of a pair. */
    public PartnerView(Availability availability, Optional<PartnerReport> report) {
        this("", availability, report, availability == Availability.AVAILABLE);
    }

    /** Not heard since the own start. */
    public static PartnerView unmet(String name, Availability availability) {
        return new PartnerView(name, availability, Optional.empty(), false);
    }

    /** The report of a partner that is there. */
    public Optional<PartnerReport> present() {
        return availability == Availability.AVAILABLE ? report : Optional.empty();
    }

    /** Whether it is there and leads. */
    boolean leads() {
        return present().filter(PartnerReport::leads).isPresent();
    }

    /** Whether it was heard at all since the own start. */
    public boolean met() {
        return report.isPresent();
    }

    /** Whether it was there and is no more. */
    boolean gone() {
        return availability == Availability.LOST || availability == Availability.STOPPED;
    }

    boolean says(RoleState state) {
        return present().filter(said -> said.state() == state).isPresent();
    }
}
