package dev.pollux.cli.screen;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal of this process, taken over as a whole: what was on it comes back when it is closed. For one thread;
 * Ctrl-C stays a signal.
 */
public final class Screen implements AutoCloseable {
    /** Nothing was pressed. */
    public static final int NO_KEY = -2;

    /** The terminal is gone. */
    public static final int GONE = -1;

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private final NonBlockingReader keys;
    private List<AttributedString> drawn = List.of();
    private Size drawnSize = new Size();

    /** What is to be seen. */
    @FunctionalInterface
    public interface Picture {
        /** At most {@code height} lines of at most {@code width} columns. */
        List<AttributedString> lines(int width, int height);
    }

    /**
     * Takes the terminal.
     *
     * @throws IOException if there is none
     */
    public Screen() throws IOException {
        terminal = TerminalBuilder.builder().system(true).dumb(false).build();
        before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
        display = new Display(terminal, true);
        keys = terminal.reader();
    }

    /**
     * The next key, {@link #NO_KEY} or {@link #GONE}.
     *
     * @param wait for it at most this long, at least a millisecond
     */
    public int key(Duration wait) {
        try {
            return keys.read(Math.max(1, wait.toMillis()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "the terminal is gone: " + e.getMessage(), e);
        }
    }

    /** Draws a picture for the present size of the terminal, unless it is there already. */
    public void draw(Picture picture) {
        Size now = terminal.getSize();
        Size size =
                new Size(now.getColumns() > 0 ? now.getColumns() : COLUMNS, now.getRows() > 0 ? now.getRows() : ROWS);
        List<AttributedString> lines = List.copyOf(picture.lines(size.getColumns(), size.getRows()));
        if (size.equals(drawnSize) && lines.equals(drawn)) {
            return;
        }
        if (!size.equals(drawnSize)) {
            display.clear();
            display.resize(size.getRows(), size.getColumns());
        }
        drawn = lines;
        drawnSize = size;
        // The display shortens the list that it is given.
        display.update(new ArrayList<>(lines), -1);
    }

    @Override
    public void close() {
        terminal.setAttributes(before);
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "the terminal cannot be closed: " + e.getMessage(), e);
        }
    }
}
