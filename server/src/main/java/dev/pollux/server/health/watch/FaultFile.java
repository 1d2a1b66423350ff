package dev.pollux.server.health.watch;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be known after a restart: whether the process before ended in Fault, and the automatic restarts so far. One
 * file of lines, replaced as a whole, so that it is never half written.
 */
public final class FaultFile {
    private static final Logger LOG = LoggerFactory.getLogger(FaultFile.class);
    private static final int RESTARTS_MAX = 1_000;
    private static final int SIZE_MAX = 64 * 1024;
    private static final int REASON_MAX = 200;
    private static final String FAULT = "fault";
    private static final String RESTART = "restart ";

    private final Path file;

    /**
     * What it holds.
     *
     * @param fault whether the process before was in Fault when it ended
     * @param restarts automatic ones, oldest first; at most the last thousand
     */
    public record Contents(boolean fault, List<Instant> restarts) {
        static final Contents NONE = new Contents(false, List.of());

        public Contents {
            restarts = List.copyOf(restarts.subList(Math.max(0, restarts.size() - RESTARTS_MAX), restarts.size()));
        }

        /** The same in Fault, or no longer. */
        public Contents with(boolean inFault) {
            return new Contents(inFault, restarts);
        }

        /** The same with one restart more. */
        public Contents restarted(Instant at) {
            List<Instant> all = new ArrayList<>(restarts);
            all.add(at);
            return new Contents(fault, all);
        }
    }

    /** @param directory of the station's data */
    public FaultFile(Path directory) {
        file = directory.resolve("health");
    }

    /** Why an operator forbids restarts: the file {@code no-restart} beside this one, with the reason in it. */
    public Optional<String> forbidden() {
        Path no = file.resolveSibling("no-restart");
        if (!Files.exists(no)) {
            return Optional.empty();
        }
        try {
            byte[] start = new byte[REASON_MAX];
            int length = 0;
            try (InputStream in = Files.newInputStream(no)) {
                length = Math.max(0, in.readNBytes(start, 0, REASON_MAX));
            }
            return Optional.of(new String(start, 0, length, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .orElse("there is a file " + no));
        } catch (IOException e) {
            return Optional.of("there is a file " + no);
        }
    }

    /** What is stored. Lines that cannot be understood are reported and left out. */
    public Contents load() {
        boolean fault = false;
        List<Instant> restarts = new ArrayList<>();
        try {
            if (Files.size(file) > SIZE_MAX) {
                LOG.warn("{} is larger than {} bytes and left alone", file, SIZE_MAX);
                return Contents.NONE;
            }
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                if (line.equals(FAULT)) {
                    fault = true;
                } else if (line.startsWith(RESTART)) {
                    restarts.add(Instant.parse(line.substring(RESTART.length())));
                } else if (!line.isBlank()) {
                    LOG.warn("{} holds a line that is not understood: {}", file, line);
                }
            }
        } catch (NoSuchFileException none) {
            return Contents.NONE;
        } catch (IOException | DateTimeParseException e) {
            LOG.warn("{} cannot be read, earlier restarts are forgotten: {}", file, e.toString());
        }
        return new Contents(fault, restarts);
    }

    /** Stores, atomically and durably. */
    public void save(Contents contents) throws IOException {
        StringBuilder text = new StringBuilder();
        if (contents.fault()) {
            text.append(FAULT).append('\n');
        }
        contents.restarts().forEach(each -> text.append(RESTART).append(each).append('\n'));
        Path next = file.resolveSibling("health.next");
        try (FileChannel channel = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
