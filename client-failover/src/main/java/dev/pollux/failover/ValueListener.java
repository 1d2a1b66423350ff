package dev.pollux.failover;

import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/** Receives the merged stream of one subscription. */
@FunctionalInterface
public interface ValueListener {

    /**
     * A new value. Called on one thread per client ({@code pollux-failover-values}), in order per item; a slow
     * listener delays only other values, never the watch over the members. An exception is logged and goes no further.
     *
     * @param item the item, as given to {@link FailoverClient#subscribe}
     * @param value value, status and time stamps as the member sent them
     */
    void onValue(ItemSettings item, DataValue value);
}
