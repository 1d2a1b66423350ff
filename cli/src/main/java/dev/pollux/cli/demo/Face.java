package dev.pollux.cli.demo;

import dev.pollux.cli.demo.EventLog.Event;
import java.time.Duration;

/** How a demo meets its user. All but {@link #event} is called by the thread that drives the demo. */
interface Face extends AutoCloseable {

    /** Something has happened; called by any thread, must not block. */
    void event(Event event);

    /**
     * Some time has gone by.
     *
     * @param show what goes on
     * @param time since the pair was ready
     * @return false if the user wants to end
     */
    boolean tick(Show show, Duration time);

    @Override
    void close();
}
