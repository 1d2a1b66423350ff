package dev.pollux.plant;

import java.util.List;

/** Flocculation, two filters with backwash, and the chlorine dosing into the clean water. */
final class Treatment {
    /** Flocculant that one m3 with 1 NTU needs, litres. */
    private static final double FLOCCULANT_NEED = 0.001;

    private final List<Filter> filters;
    private final DosingPump flocculant = new DosingPump();
    private final DosingPump chlorineDosing = new DosingPump();
    private double flowSetpoint = 220;
    private double dpLimit = 0.8;
    private double rinseSetpoint = 120;
    private double flow;
    private double rinseFlow;
    private double turbidityIn;
    private double total;
    private double rinseTotal;

    Treatment(Noise noise) {
        filters = List.of(new Filter(noise.fork()), new Filter(noise.fork()));
    }

    /**
     * Finds the flows of one step.
     *
     * @param target what should be treated, m3/h
     * @param automaticBackwash whether filters may wash themselves
     * @param raw the tank that is drawn from
     * @param clean the tank that rinse water comes from
     * @param riverTurbidity NTU
     */
    void step(double target, boolean automaticBackwash, Tank raw, Tank clean, double riverTurbidity) {
        boolean rinseWater = clean.level() > 0.2 && rinseSetpoint > 0;
        for (Filter filter : filters) {
            boolean otherWashes = filters.stream().anyMatch(each -> each != filter && each.backwashing());
            filter.sequence(dpLimit, automaticBackwash && !otherWashes, rinseWater);
        }
        double wanted = 0;
        long open = filters.stream().filter(Filter::filtering).count();
        double[] share = new double[filters.size()];
        for (int i = 0; i < share.length; i++) {
            share[i] = filters.get(i).approach(open > 0 ? target / open : 0);
            wanted += share[i];
        }
        flow = Math.min(wanted, raw.drawable());
        turbidityIn = flocculated(riverTurbidity);
        for (int i = 0; i < share.length; i++) {
            filters.get(i).filter(wanted > 0 ? share[i] * flow / wanted : 0, turbidityIn);
        }
        long rinsing = filters.stream().filter(Filter::rinsing).count();
        rinseFlow = rinseWater ? Math.min(rinsing * rinseSetpoint, clean.drawable()) : 0;
        total += flow * WaterWorks.STEP_HOURS;
        rinseTotal += rinseFlow * WaterWorks.STEP_HOURS;
    }

    /** Both dosing pumps for one step, after {@link #step}. */
    void dose(boolean enabled, Chlorine chlorine, double riverTurbidity) {
        flocculant.step(enabled, flow * riverTurbidity * FLOCCULANT_NEED);
        chlorineDosing.step(enabled, chlorine.wantedRate(flow));
    }

    private double flocculated(double riverTurbidity) {
        double need = flow * riverTurbidity * FLOCCULANT_NEED;
        double effect = need > 0 ? Math.min(1, flocculant.rate() / need) : 0;
        return riverTurbidity * (1 - 0.7 * effect);
    }

    Filter filter(int index) {
        return filters.get(index);
    }

    DosingPump flocculant() {
        return flocculant;
    }

    DosingPump chlorineDosing() {
        return chlorineDosing;
    }

    long alarms() {
        return filters.stream().filter(Filter::dpHigh).count()
                + (flocculant.stockLow() ? 1 : 0)
                + (chlorineDosing.stockLow() ? 1 : 0);
    }

    double flowSetpoint() {
        return flowSetpoint;
    }

    void flowSetpoint(double cubicMetresPerHour) {
        flowSetpoint = cubicMetresPerHour;
    }

    double dpLimit() {
        return dpLimit;
    }

    void dpLimit(double bar) {
        dpLimit = bar;
    }

    double rinseSetpoint() {
        return rinseSetpoint;
    }

    void rinseSetpoint(double cubicMetresPerHour) {
        rinseSetpoint = cubicMetresPerHour;
    }

    /** True flow from T100 to T300, m3/h, 0..320. */
    double flow() {
        return flow;
    }

    /** True flow from T300 to the sewer, m3/h. */
    double rinseFlow() {
        return rinseFlow;
    }

    /** NTU in front of the filters, 0..40. */
    double turbidityIn() {
        return turbidityIn;
    }

    /** m3 treated since the start. */
    double total() {
        return total;
    }

    /** m3 rinsed away since the start. */
    double rinseTotal() {
        return rinseTotal;
    }
}
