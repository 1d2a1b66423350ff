package dev.pollux.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/** SIGTERM and SIGINT as a request to end in good order, with exit code 0 instead of 143 and 130. */
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);

    private StopSignal() {}

    /** From now on the signals only ask; whoever calls this must wait for the answer and end. */
    static StopSignal install() {
        StopSignal stop = new StopSignal();
        for (String signal : new String[] {"TERM", "INT"}) {
            Signals.register(signal, stop.asked::countDown);
        }
        return stop;
    }

    /** Waits until a signal has come, at most this long; tells whether it has. */
    boolean await(Duration limit) throws InterruptedException {
        return asked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether a signal has come. */
    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Acts as if a signal had come. */
    void ask() {
        asked.countDown();
    }

    /** Waits until a signal has come. */
    void await() throws InterruptedException {
        asked.await();
    }
}
