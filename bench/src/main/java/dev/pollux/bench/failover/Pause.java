package dev.pollux.bench.failover;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stops all Java threads of a process at a safepoint, as a garbage collection does that takes long: the virtual machine
 * writes a heap dump into a pipe that is read only when the pause shall end.
 */
final class Pause {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Pause() {}

    static boolean possible() {
        return Files.isExecutable(jcmd()) && Shell.tool("mkfifo").startsWith("/");
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    /**
     * Pauses a process.
     *
     * @param begun is run as soon as its threads stand still
     * @return when they did, on the clock of {@link System#nanoTime}
     */
    static long of(long pid, Path directory, Duration length, Runnable begun) throws IOException, InterruptedException {
        Path pipe = directory.resolve("heap-" + pid);
        Files.deleteIfExists(pipe);
        Shell.run("mkfifo", pipe.toString());
        // Opened for both, so that opening does not wait for the other side.
        try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw");
                FileInputStream in = new FileInputStream(both.getFD())) {
            Process dump = new ProcessBuilder(
                            jcmd().toString(), "" + pid, "GC.heap_dump", "-overwrite", pipe.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("jcmd.out").toFile())
                    .start();
            long limit = System.nanoTime() + LIMIT.toNanos();
            while (in.available() == 0) {
                if (!dump.isAlive() || System.nanoTime() > limit) {
                    dump.destroyForcibly();
                    throw new IOException("no heap dump: " + Files.readString(directory.resolve("jcmd.out")));
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            long since = System.nanoTime();
            begun.run();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, since + length.toNanos() - System.nanoTime()));
            byte[] buffer = new byte[1 << 16];
            while (dump.isAlive() || in.available() > 0) {
                int ready = in.available();
                if (ready > 0) {
                    in.read(buffer, 0, Math.min(ready, buffer.length));
                } else {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
            return since;
        } finally {
            Files.deleteIfExists(pipe);
        }
    }
}
