package dev.pollux.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;

/** Whether there is somebody to ask. */
final class Prompt {
    private Prompt() {}

    /** The console, if input and output are a terminal. */
    static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Prompt::isTerminal);
    }

    /** Where to draw what only a person at a terminal wants to see: its standard error. */
    static Optional<PrintWriter> screen(CommandLine line) {
        return console().map(there -> line.getErr());
    }

    /** Until Java 21 there is a console only on a terminal; from Java 22 on there always is one, to be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the console does not say whether it is a terminal", e);
        }
    }
}
