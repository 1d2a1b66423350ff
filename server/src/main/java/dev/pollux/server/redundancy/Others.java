package dev.pollux.server.redundancy;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The other stations of a set, reduced to what the rules ask: the Master among them, the best that could lead, whether
 * they are there at all. In a pair every answer is about the one partner.
 */
final class Others {
    private final String self;
    private final List<String> order;
    private final List<PartnerView> views;

    /**
     * The others.
     *
     * @param self name of this station
     * @param order all stations, who goes first among equals first
     */
    Others(String self, List<String> order, List<PartnerView> views) {
        this.self = self;
        this.order = order;
        this.views = views;
    }

    /** The Master; if there are several, the one that goes first. */
    Optional<PartnerView> master() {
        return best(view -> view.present().filter(PartnerReport::leads).isPresent());
    }

    /** Of those that could lead the best. */
    Optional<PartnerView> able() {
        return best(view -> view.present().filter(PartnerReport::able).isPresent());
    }

    /** Of those that are there the best. */
    Optional<PartnerView> present() {
        return best(view -> view.present().isPresent());
    }

    /** The one of this name, if it is there. */
    Optional<PartnerView> present(String name) {
        return best(view -> view.name().equals(name) && view.present().isPresent());
    }

    /** A Standby that asks for the role. */
    Optional<PartnerView> asking() {
        return best(view -> view.present()
                .filter(said -> said.able() && said.handover() == Handover.ASKS)
                .isPresent());
    }

    private Optional<PartnerView> best(Predicate<PartnerView> which) {
        @Nullable PartnerView best = null;
        for (PartnerView view : views) {
            if (which.test(view) && (best == null || before(view, best))) {
                best = view;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean before(PartnerView one, PartnerView other) {
        int byValidation = report(one).validation().compareTo(report(other).validation());
        return byValidation != 0 ? byValidation > 0 : order.indexOf(one.name()) < order.indexOf(other.name());
    }

    static PartnerReport report(PartnerView view) {
        return view.report().orElseThrow(() -> new IllegalArgumentException(view.name() + " never reported"));
    }

    boolean any(Predicate<PartnerView> which) {
        return views.stream().anyMatch(which);
    }

    boolean anySays(RoleState state) {
        return any(view -> view.says(state));
    }

    boolean allPresent() {
        return views.stream().allMatch(view -> view.present().isPresent());
    }

    /** Whether every one is there and answers, so that a Master would be acknowledged by all. */
    boolean allAnswer() {
        return views.stream().allMatch(view -> view.present().isPresent() && view.answers());
    }

    boolean unsure() {
        return any(view -> view.availability() == PartnerView.Availability.UNSURE);
    }

    /** Whether this station goes before another when both are equally able. */
    boolean ownOrderBefore(PartnerView other) {
        return order.indexOf(self) < order.indexOf(other.name());
    }

    /** Whether this station goes before every other that is there. */
    boolean ownFirst() {
        return views.stream().filter(view -> view.present().isPresent()).allMatch(this::ownOrderBefore);
    }

    /** Whether this station is the better one to lead. */
    boolean ownBefore(Validation own, PartnerView other) {
        int byValidation = own.compareTo(report(other).validation());
        return byValidation != 0 ? byValidation > 0 : ownOrderBefore(other);
    }

    /** The highest term that any of them knows. */
    long term() {
        long highest = 0;
        for (PartnerView view : views) {
            highest = Math.max(highest, view.report().map(PartnerReport::term).orElse(0L));
        }
        return highest;
    }

    /** Whether {@code master} offers its role to this station. */
    boolean offered(PartnerView master) {
        return report(master).offersTo(self);
    }

    /** How to call one of them to an operator. */
    String title(PartnerView one) {
        return views.size() == 1 ? "the partner" : one.name();
    }

    /** Why a station leads that is the only one to do so. */
    Reason vacancy() {
        Optional<PartnerView> lost = views.stream()
                .filter(PartnerView::gone)
                .filter(view -> views.size() == 1 || report(view).state() == RoleState.MASTER)
                .findFirst();
        if (lost.isPresent()) {
            return lost.get().availability() == PartnerView.Availability.STOPPED
                    ? Reason.PARTNER_STOPPED
                    : Reason.PARTNER_LOST;
        }
        if (anySays(RoleState.STANDBY)) {
            return Reason.NO_MASTER;
        }
        if (anySays(RoleState.FAULT)) {
            return Reason.PARTNER_FAULT;
        }
        return anySays(RoleState.UNDEFINED)
                ? Reason.PARTNER_RESTARTED
                : any(PartnerView::gone) ? Reason.PARTNER_LOST : Reason.NO_PARTNER_AT_START;
    }
}
