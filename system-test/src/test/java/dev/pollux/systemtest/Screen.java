package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.testkit.process.JavaProcess;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What a running command has printed since a moment: what somebody sees who looks at its screen. */
final class Screen implements AutoCloseable {
    private final JavaProcess process;
    private int seen;

    Screen(JavaProcess process) {
        this.process = process;
    }

    /** What is there by now no longer counts. */
    void clear() {
        seen = process.output().length();
    }

    String text() {
        return process.output().substring(seen);
    }

    /** Waits for a line that matches in part. */
    void await(String line, Duration limit) {
        Pattern pattern = Pattern.compile(line);
        Awaitility.await()
                .atMost(limit)
                .untilAsserted(() -> assertThat(pattern.matcher(text()).find())
                        .as("%s in%n%s", line, text())
                        .isTrue());
    }

    @Override
    public void close() {
        process.close();
    }
}
