package dev.pollux.server.source;

import java.util.concurrent.atomic.AtomicInteger;

/** A fresh port for each test, so that none waits for the sockets of another to be forgotten. */
public final class Ports {
    private static final int FIRST = 21000;
    private static final int COUNT = 500;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Ports() {}

    /** The next port of the range of this package. */
    public static int next() {
        return FIRST + NEXT.getAndIncrement() % COUNT;
    }
}
