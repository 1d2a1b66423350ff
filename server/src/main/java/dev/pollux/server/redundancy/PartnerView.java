package dev.pollux.server.redundancy;

import java.util.Optional;

/**
 * The partner as seen from here.
 *
 * @param availability whether anything is heard of it
 * @param report the last thing heard; present if AVAILABLE or STOPPED
 */
public record PartnerView(Availability availability, Optional<PartnerReport> report) {
    /** Not heard yet since the own start. */
    public static final PartnerView UNKNOWN = new PartnerView(Availability.UNKNOWN, Optional.empty());

    /** Not heard yet, but it may be there. */
    public static final PartnerView LISTENING = new PartnerView(Availability.LISTENING, Optional.empty());

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
        STOPPED
    }

    public PartnerView {
        boolean needsReport = availability == Availability.AVAILABLE || availability == Availability.STOPPED;
        if (needsReport && report.isEmpty()) {
            throw new IllegalArgumentException("a partner that is " + availability + " must have reported");
        }
    }

    /** The report of a partner that is there. */
    public Optional<PartnerReport> present() {
        return availability == Availability.AVAILABLE ? report : Optional.empty();
    }

    /** Whether it was heard at all since the own start. */
    public boolean met() {
        return report.isPresent();
    }
}
