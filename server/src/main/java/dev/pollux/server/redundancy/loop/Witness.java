package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.WitnessView;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * The witness as the loop uses it: a third place that grants one lease to one station at a time. Both methods are
 * called on the loop's thread around every decision, at least every {@link RedundancyLoop#TICK}, and must not block.
 * An adapter calls {@link RedundancyLoop#witnessChanged()} when its view has changed, so that the loop decides at once.
 */
public interface Witness {
    /** There is none. */
    Witness NONE = new Witness() {
        @Override
        public WitnessView view(LongFunction<Duration> uptimeOf) {
            return WitnessView.NONE;
        }

        @Override
        public void want(boolean lease, long term) {
            // Nobody to ask.
        }
    };

    /**
     * What is known now. A lease counts as held until the moment when the request that got or renewed it was
     * <em>sent</em>, plus its length, less a margin for clocks. An answer to a request that was sent before the last
     * release says nothing.
     *
     * @param uptimeOf turns a value of {@link System#nanoTime()} into the loop's uptime
     */
    WitnessView view(LongFunction<Duration> uptimeOf);

    /**
     * What is wanted from now on; called after each decision, also when nothing has changed.
     *
     * @param lease true: get the lease as soon as it is free, and renew it; false: release it at once
     * @param term of this station, for whoever looks at the lease
     */
    void want(boolean lease, long term);
}
