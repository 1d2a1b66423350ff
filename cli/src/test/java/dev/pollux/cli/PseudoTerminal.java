package dev.pollux.cli;

import dev.pollux.testkit.network.Socat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A command on a pseudo-terminal of its own, made by socat(1): it can be typed to and resized. */
final class PseudoTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path directory;
    private final Process process;
    private final Path output;
    private int rows = 50;

    /**
     * Starts a command.
     *
     * @param directory empty, for files of this
     */
    PseudoTerminal(Path directory, List<String> command) throws IOException {
        this.directory = directory;
        output = directory.resolve("screen.out");
        String line = command.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" "));
        Path shell = Files.writeString(directory.resolve("run.sh"), """
                trap : INT
                unset LD_LIBRARY_PATH
                stty cols 140 rows 50
                stty -a > before.new; mv before.new before
                tty > tty.new; mv tty.new tty
                %s
                echo $? > exit.new; mv exit.new exit
                stty -a > after.new; mv after.new after
                """.formatted(line));
        ProcessBuilder builder = Socat.between("-", "EXEC:sh " + shell + ",pty,setsid,ctty,stderr")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TERM", "xterm");
        process = builder.start();
    }

    /** Types. */
    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    /** Sets another size; the system tells the command. */
    void resize(int columns, int newRows) throws IOException, InterruptedException {
        rows = newRows;
        String[] command = {
            "stty", "-F", read("tty").strip(), "cols", Integer.toString(columns), "rows", Integer.toString(newRows)
        };
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new AssertionError("cannot resize the terminal");
        }
    }

    /** Waits until this is on the screen. Only what has changed is drawn, so the size is changed to see all of it. */
    void awaitScreen(String... texts) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).until(() -> {
            long from = Files.size(output);
            resize(140, rows == 50 ? 49 : 50);
            TimeUnit.MILLISECONDS.sleep(700);
            String drawn = plain(Files.readString(output).substring((int) from));
            return List.of(texts).stream().allMatch(drawn::contains);
        });
    }

    /** Without what steers the terminal. */
    private static String plain(String drawn) {
        return drawn.replaceAll("\\x1b\\[[0-9;?]*[A-Za-z]", "").replaceAll("\\x1b[()][A-Z0-9]", "");
    }

    /** All that came, with what steers the terminal. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits for the end of the command and gives its exit code; socat(1) itself may stay for longer. */
    int awaitExit() {
        return Integer.parseInt(read("exit").strip());
    }

    /** The settings of the terminal but for size and speed, which a pseudo-terminal has not: before or after. */
    String settings(String when) {
        return read(when).replaceAll("speed \\d+ baud; rows \\d+; columns \\d+;", "");
    }

    private String read(String file) {
        try {
            Awaitility.await().atMost(LIMIT).until(() -> Files.exists(directory.resolve(file)));
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
