package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.failover.ClientSecurity;
import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverSettings;
import dev.pollux.failover.FailoverTiming;
import dev.pollux.failover.Identity;
import dev.pollux.failover.NoMemberException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How commands reach the stations: the same options for all of them. */
final class ConnectionOptions {
    private static final List<String> DEFAULT_URLS =
            List.of("opc.tcp://localhost:4840/pollux", "opc.tcp://localhost:4841/pollux");
    private static final int URLS_MAX = 16;
    private static final Duration SETTLE = Duration.ofMillis(300);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of a station, may be repeated; one that answers is enough to find the other."
                    + " Default: opc.tcp://localhost:4840/pollux and opc.tcp://localhost:4841/pollux.")
    private List<String> urls = List.of();

    @Option(
            names = "--security",
            paramLabel = "MODE",
            defaultValue = "none",
            converter = SecurityText.class,
            description = "none, sign or sign-and-encrypt (Basic256Sha256). Default: ${DEFAULT-VALUE}.")
    private ClientSecurity.Mode security = ClientSecurity.Mode.NONE;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Log in as this user; the password is taken from POLLUX_PASSWORD or asked for.")
    private @Nullable String user;

    @Option(
            names = "--pki",
            paramLabel = "DIR",
            defaultValue = ".pollux/client-pki",
            description = "Own key and trusted server certificates. Default: ${DEFAULT-VALUE}.")
    private Path pki = Path.of(".pollux/client-pki");

    @Option(
            names = "--trust-all",
            description = "Accept every server certificate without looking: for trying out only.")
    private boolean trustAll;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Limit for connecting and for each request. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(10);

    ConnectionOptions() {}

    /** Whether addresses were given. */
    boolean urlsGiven() {
        return !urls.isEmpty();
    }

    /** Limit for connecting and for each request. */
    Duration timeout() {
        return timeout;
    }

    /** Everything that a client needs to know. */
    FailoverSettings settings(CommandLine line) {
        List<String> addresses = urls.isEmpty() ? DEFAULT_URLS : urls;
        if (addresses.size() > URLS_MAX) {
            throw usage(line, "--url is given " + addresses.size() + " times, must be at most " + URLS_MAX);
        }
        for (String url : addresses) {
            if (!url.matches(
                    "opc\\.tcp://[^/:\\s]+(:\\d{1,5})?(/\\S*)?|opc\\.tcp://\\[[^\\]\\s]+](:\\d{1,5})?(/\\S*)?")) {
                throw usage(line, "--url '" + url + "' must look like opc.tcp://host:4840/pollux");
            }
        }
        FailoverTiming timing = FailoverTiming.defaults();
        try {
            timing = timing.withTimeouts(timeout, timeout).withPatience(SETTLE, timing.holdDown());
        } catch (IllegalArgumentException e) {
            throw usage(line, "--timeout '" + timeout.toMillis() + "ms' must be 100ms to 60s");
        }
        return FailoverSettings.of(addresses.toArray(String[]::new))
                .withApplicationName("pollux " + line.getCommandName())
                .withSecurity(new ClientSecurity(
                        security,
                        security == ClientSecurity.Mode.NONE ? Optional.empty() : Optional.of(pki.toAbsolutePath()),
                        trustAll))
                .withIdentity(identity(line))
                .withTiming(timing);
    }

    /** A failover client that has found its station. */
    FailoverClient open(CommandLine line) {
        return open(line, settings -> settings);
    }

    /** The same with settings of the command's own. */
    FailoverClient open(CommandLine line, UnaryOperator<FailoverSettings> change) {
        FailoverClient client;
        try {
            client = FailoverClient.open(change.apply(settings(line)));
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCode.FAILED, "--pki: " + e.getMessage(), e);
        }
        try {
            return client.awaitActive(timeout.plus(SETTLE));
        } catch (NoMemberException e) {
            client.close();
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted while connecting", e);
        }
    }

    private Identity identity(CommandLine line) {
        if (user == null) {
            return Identity.anonymous();
        }
        if (user.isBlank()) {
            throw usage(line, "--user '' must be a user name");
        }
        String password = System.getenv("POLLUX_PASSWORD");
        if (password != null) {
            return Identity.user(user, password);
        }
        char[] typed = Prompt.console()
                .map(console -> console.readPassword("Password of %s: ", user))
                .orElse(new char[0]);
        if (typed.length == 0) {
            throw usage(line, "--user " + user + " needs a password: set POLLUX_PASSWORD or run it in a terminal");
        }
        return Identity.user(user, new String(typed));
    }

    private static CommandLine.ParameterException usage(CommandLine line, String message) {
        return new CommandLine.ParameterException(line, message);
    }

    /** Reads the mode as the configuration writes it. */
    static final class SecurityText implements ITypeConverter<ClientSecurity.Mode> {
        @Override
        public ClientSecurity.Mode convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "none" -> ClientSecurity.Mode.NONE;
                case "sign" -> ClientSecurity.Mode.SIGN;
                case "sign-and-encrypt" -> ClientSecurity.Mode.SIGN_AND_ENCRYPT;
                default -> throw new TypeConversionException("'" + text + "' must be none, sign or sign-and-encrypt");
            };
        }
    }
}
