package dev.pollux.nodesets;

import java.io.IOException;
import java.io.InputStream;

/** The node set that every station serves. */
public final class PolluxNodeSet {
    /** Its namespace. */
    public static final String NAMESPACE = "http://pollux.dev/UA/";

    private static final String FILE = "Pollux.NodeSet2.xml";

    private PolluxNodeSet() {}

    /** Reads it from the class path; it is part of the program, so a fault in it is a broken invariant. */
    public static NodeSet read() {
        try (InputStream in = PolluxNodeSet.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the class path");
            }
            return NodeSetReader.read(FILE, in);
        } catch (IOException | NodeSetException e) {
            throw new IllegalStateException(FILE + " cannot be read: " + e.getMessage(), e);
        }
    }
}
