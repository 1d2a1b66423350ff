package dev.pollux.cli.demo;

import java.util.Optional;

/**
 * Ends this process when the one that has started it is gone. The demo asks for it, so that no station stays behind
 * whatever happens to the demo.
 */
public final class ParentWatch {
    /** System property with the process id of the parent. */
    public static final String PROPERTY = "pollux.parent";

    private ParentWatch() {}

    /** Begins to watch, if the system property names a parent. */
    public static void begin() {
        String parent = System.getProperty(PROPERTY);
        if (parent == null) {
            return;
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(parent));
        if (handle.isEmpty()) {
            Runtime.getRuntime().halt(1);
        }
        handle.ifPresent(each -> {
            var unused = each.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
        });
    }
}
