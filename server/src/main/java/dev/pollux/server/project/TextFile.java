package dev.pollux.server.project;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bounded, strict reading of UTF-8 files. A byte order mark is skipped. */
final class TextFile {
    /** About 100,000 tags. Larger ones go into several files, or CSV. */
    static final int YAML_SIZE_MAX = 16 * 1024 * 1024;

    /** More than 1,000,000 tags need. */
    static final long CSV_SIZE_MAX = 512L * 1024 * 1024;

    static final String NOT_UTF8 = "must be UTF-8";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /** The whole text; empty when it cannot be had, which was then reported. */
    static Optional<String> read(Path path, String file, Faults faults) {
        if (!readable(path, file, YAML_SIZE_MAX, faults)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(YAML_SIZE_MAX);
            return decode(bytes, file, faults);
        } catch (IOException unreadable) {
            faults.add(Fault.ofFile(file, reason(unreadable)));
            return Optional.empty();
        }
    }

    /** Whether the file can be opened and has an allowed size; reports why not. */
    static boolean readable(Path path, String file, long sizeMax, Faults faults) {
        try {
            if (!Files.exists(path)) {
                faults.add(Fault.ofFile(file, "does not exist"));
            } else if (!Files.isRegularFile(path)) {
                faults.add(Fault.ofFile(file, "must be a file"));
            } else if (Files.size(path) > sizeMax) {
                faults.add(Fault.ofFile(file, "must not be larger than " + sizeMax + " bytes"));
            } else if (Files.size(path) == 0) {
                faults.add(Fault.ofFile(file, "is empty"));
            } else {
                return true;
            }
        } catch (IOException unreadable) {
            faults.add(Fault.ofFile(file, reason(unreadable)));
        }
        return false;
    }

    /** For reading a large file piece by piece; bytes that are not UTF-8 throw {@link CharacterCodingException}. */
    static Reader open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        in.mark(3);
        boolean marked = in.read() == 0xEF && in.read() == 0xBB && in.read() == 0xBF;
        if (!marked) {
            in.reset();
        }
        return new InputStreamReader(in, strict());
    }

    /** Words for what the file system said. */
    static String reason(@Nullable Throwable unreadable) {
        if (unreadable instanceof CharacterCodingException) {
            return NOT_UTF8;
        }
        if (unreadable instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "must be readable for the user that the station runs as";
        }
        return "cannot be read: " + (unreadable == null ? "no reason given" : unreadable.getMessage());
    }

    private static Optional<String> decode(byte[] bytes, String file, Faults faults) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = strict();
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            faults.add(Fault.ofLine(file, line, NOT_UTF8));
            return Optional.empty();
        }
        boolean marked = text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK;
        return Optional.of(text.subSequence(marked ? 1 : 0, text.length()).toString());
    }

    private static CharsetDecoder strict() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
