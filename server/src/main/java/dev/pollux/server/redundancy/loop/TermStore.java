package dev.pollux.server.redundancy.loop;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the term over restarts, so that a Master never leads twice under the same term. One file, replaced as a whole.
 */
public final class TermStore {
    private static final Logger LOG = LoggerFactory.getLogger(TermStore.class);

    private final Path file;

    /** @param directory of the station's data; must exist */
    public TermStore(Path directory) {
        file = directory.resolve("term");
    }

    /**
     * The stored term, 0 if there is none yet. A file that holds no term is reported and counts as none: the partner
     * knows the term too, and a station must not stay down because of it.
     *
     * @throws IOException if the file cannot be read
     */
    public long load() throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            LOG.warn("{} does not hold a term (a whole number from 0): starting with the partner's", file);
            return 0;
        }
        return Long.parseLong(text);
    }

    /** Stores a term, atomically and durably. */
    public void save(long term) throws IOException {
        Path next = file.resolveSibling("term.next");
        try (FileChannel channel = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer text = ByteBuffer.wrap(Long.toString(term).getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
