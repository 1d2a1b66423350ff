package dev.pollux.bench.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One thread of a running process hangs, the others go on: it alone is put into a frozen control group. No hook
 * in the station is needed for that. Were it frozen outside of a system call, the next garbage collection would
 * wait for it and the whole process would stand still; threads that poll are nearly always in one.
 */
final class HungThread implements AutoCloseable {
    private static final Path FREEZER = Path.of("/sys/fs/cgroup/freezer");

    private final Path group;
    private final Path root = FREEZER.resolve("tasks");
    private final String thread;

    static boolean possible() {
        return Files.isWritable(FREEZER.resolve("tasks"));
    }

    /**
     * Freezes a thread.
     *
     * @param pid of the process
     * @param name the first characters of the thread's name, at most 15, as the kernel keeps no more
     */
    HungThread(long pid, String name) {
        group = FREEZER.resolve("pollux-" + pid);
        try {
            thread = find(pid, name);
            Files.createDirectories(group);
            Files.writeString(group.resolve("tasks"), thread);
            Files.writeString(group.resolve("freezer.state"), "FROZEN");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot freeze " + name, e);
        }
    }

    private static String find(long pid, String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path each : threads.sorted().toList()) {
                if (Files.readString(each.resolve("comm")).startsWith(name)) {
                    return String.valueOf(each.getFileName());
                }
            }
        }
        throw new IllegalStateException("process " + pid + " has no thread " + name);
    }

    /** Lets it go on. */
    @Override
    public void close() {
        try {
            Files.writeString(group.resolve("freezer.state"), "THAWED");
            if (Files.exists(Path.of("/proc", thread))) {
                Files.writeString(root, thread);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot thaw thread " + thread, e);
        }
    }
}
