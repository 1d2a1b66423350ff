package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.server.security.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a password hash for project.yaml. */
@Command(
        name = "hash-password",
        description = {
            "Makes a password hash for users.accounts in project.yaml.",
            "Asks twice in a terminal, else reads the first line of standard input. A password is never taken from the"
                    + " command line, where every user of the machine could read it."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux hash-password",
            "  pollux hash-password < password.txt",
            "",
            "Exit codes: 0 the hash was printed, 1 there is no password or the two differ, 64 wrong command line."
        })
final class HashPassword implements Callable<Integer> {
    private static final int LENGTH_MAX = 1024;

    @Spec
    private @Nullable CommandSpec spec;

    HashPassword() {}

    @Override
    public Integer call() throws IOException {
        Optional<Console> console = Prompt.console();
        char[] password = console.isPresent() ? fromConsole(console.get()) : fromInput();
        try {
            if (password.length == 0 || password.length > LENGTH_MAX) {
                throw new CommandFailure(ExitCode.FAILED, "the password must have 1 to " + LENGTH_MAX + " characters");
            }
            Out.of(spec).println(PasswordHash.hash(password));
            return ExitCode.OK;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static char[] fromConsole(Console console) {
        char[] password = console.readPassword("Password: ");
        char[] again = console.readPassword("Once more: ");
        if (password == null || again == null || !Arrays.equals(password, again)) {
            throw new CommandFailure(ExitCode.FAILED, "the two passwords differ");
        }
        Arrays.fill(again, '\0');
        return password;
    }

    private static char[] fromInput() throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        char[] line = new char[LENGTH_MAX + 1];
        int length = 0;
        for (int next = reader.read(); next >= 0 && next != '\n' && length < line.length; next = reader.read()) {
            line[length++] = (char) next;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        char[] password = Arrays.copyOf(line, length);
        Arrays.fill(line, '\0');
        return password;
    }
}
