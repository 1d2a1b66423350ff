package dev.pollux.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes the time from its making on, by the wall clock and by what processors did. */
final class Meter {
    /** Of {@code /proc/stat}; 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final List<ProcessHandle> peers;
    private final long nanos = System.nanoTime();
    private final double own = ownSeconds();
    private final double beside;
    private final double busy = machineSeconds();

    /** Counts the processor time of these processes, too, as that of peers. */
    Meter(ProcessHandle... peers) {
        this.peers = List.of(peers);
        beside = besideSeconds();
    }

    /** What it took so far. */
    Cost cost() {
        double seconds = (System.nanoTime() - nanos) / 1e9;
        double ownNow = ownSeconds() - own;
        double besideNow = besideSeconds() - beside;
        return new Cost(seconds, ownNow, besideNow, machineSeconds() - busy - ownNow - besideNow);
    }

    private static double ownSeconds() {
        return MACHINE.getProcessCpuTime() / 1e9;
    }

    private double besideSeconds() {
        return peers.stream()
                        .map(peer -> peer.info().totalCpuDuration())
                        .flatMap(Optional::stream)
                        .mapToLong(Duration::toMillis)
                        .sum()
                / 1e3;
    }

    /** Processor seconds that the whole machine has worked since its start; 0 where there is no {@code /proc}. */
    private static double machineSeconds() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] cpu = lines.findFirst().orElse("cpu").split(" +", -1);
            double ticks = 0;
            // user, nice, system, then irq and softirq: neither idle nor waiting for a disk.
            for (int column : new int[] {1, 2, 3, 6, 7}) {
                ticks += column < cpu.length ? Double.parseDouble(cpu[column]) : 0;
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The most memory that this process ever had, in MiB. */
    static long memoryPeak() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What all files below a directory take whose names end in something. */
    static long bytesIn(Path directory, String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
