package dev.pollux.testkit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Two serial ports that are joined by a cable: pseudo-terminals, held by socat. Not thread-safe. */
public final class NullModem implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path one;
    private final Path other;
    private Process process;

    /**
     * Joins the two at once.
     *
     * @param one path that is to lead to the first port
     * @param other path that is to lead to the second port
     */
    public NullModem(Path one, Path other) {
        this.one = one;
        this.other = other;
        process = join();
    }

    private Process join() {
        try {
            Files.deleteIfExists(one);
            Files.deleteIfExists(other);
            Process started = Socat.between(end(one), end(other))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long end = System.nanoTime() + LIMIT_NANOS;
            while (!Files.exists(one) || !Files.exists(other)) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    started.destroyForcibly();
                    throw new AssertionError("socat makes no pseudo-terminals at " + one + " and " + other);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while joining serial ports", e);
        }
    }

    private static String end(Path path) {
        return "pty,raw,echo=0,link=" + path;
    }

    /** Both ports vanish, as USB adapters do. */
    public void unplug() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while unplugging", e);
        }
    }

    /** They are there again. */
    public void plugIn() {
        process = join();
    }

    /** Sends bytes into the first port's cable: the second port receives them in between. */
    public void disturb(byte[] noise) {
        try {
            Files.write(one, noise, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        unplug();
    }
}
