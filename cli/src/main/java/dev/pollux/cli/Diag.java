package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.DiagReport;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.MessageEntry;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.screen.Screen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** One page about the whole pair. */
@Command(
        name = "diag",
        description =
                "Shows on one page all that is asked first when something is wrong: both stations with state, level,"
                        + " links, devices, clients, archive, health and version, and the latest messages.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux diag",
            "  pollux diag --watch",
            "  pollux diag --json",
            "",
            "Exit codes: 0 every station answers and exactly one leads, or the view was ended, 1 a station does not"
                    + " answer or not exactly one leads, 2 no station answers, 64 wrong command line."
        })
final class Diag extends StationsCommand<DiagReport> {
    private static final int MESSAGES = 60;
    private static final Duration KEY = Duration.ofMillis(100);
    private static final int ESCAPE = 27;
    private static final int CTRL_C = 3;

    @Option(
            names = "--watch",
            description = "Fill the terminal and draw again what changes; q ends it. Without a terminal the page is"
                    + " printed once.")
    private boolean watch;

    private int scroll;

    Diag() {}

    @Override
    public Integer call() {
        if (watch && wantsJson()) {
            throw new ParameterException(spec(), "--json does not go with --watch");
        }
        return watch && Prompt.console().isPresent() ? follow() : super.call();
    }

    private int follow() {
        LogSetting.silent();
        try (Stations stations = open()) {
            List<Stations.Attempt> first = stations.openAll();
            try (DiagEyes eyes = new DiagEyes(stations, first, MESSAGES);
                    Screen screen = new Screen()) {
                // After the terminal, which sets the signals itself.
                StopSignal stop = StopSignal.install();
                do {
                    List<Seen<DiagReport>> seen = wanted(eyes.seen());
                    screen.draw((width, height) -> {
                        scroll = Math.min(scroll, DiagPage.scrollMax(seen, width, height));
                        return DiagPage.screen(seen, width, height, scroll, Instant.now());
                    });
                } while (goesOn(screen) && !stop.asked());
                return ExitCode.OK;
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "the terminal cannot be used: " + e.getMessage(), e);
        }
    }

    /** Takes the keys that wait; false for the one that ends it. */
    private boolean goesOn(Screen screen) {
        for (int key = screen.key(KEY); key != Screen.NO_KEY; key = screen.key(Duration.ofMillis(1))) {
            switch (key) {
                case 'q', 'Q', CTRL_C, Screen.GONE -> {
                    return false;
                }
                case 'j' -> scroll++;
                case 'k' -> scroll = Math.max(0, scroll - 1);
                case ESCAPE -> arrow(screen);
                default -> {
                    // Other keys mean nothing.
                }
            }
        }
        return true;
    }

    /** Up, down, page up, page down as terminals send them: ESC [ A, or ESC O A. */
    private void arrow(Screen screen) {
        screen.key(Duration.ofMillis(20));
        int page = 10;
        switch (screen.key(Duration.ofMillis(20))) {
            case 'A' -> scroll = Math.max(0, scroll - 1);
            case 'B' -> scroll++;
            case '5' -> scroll = Math.max(0, scroll - page);
            case '6' -> scroll += page;
            default -> {
                // Another key.
            }
        }
    }

    @Override
    DiagReport read(StationSession session) {
        return DiagReport.read(session, DiagPage.MESSAGES);
    }

    @Override
    String text(List<Seen<DiagReport>> seen) {
        return DiagPage.text(seen);
    }

    @Override
    Map<String, @Nullable Object> json(DiagReport report) {
        return report.json();
    }

    @Override
    boolean good(DiagReport report) {
        return true; // Whether the pair is well depends on all of them.
    }

    @Override
    List<Seen<DiagReport>> used(List<Seen<DiagReport>> seen) {
        boolean alone = Seen.reports(seen).stream()
                .anyMatch(report -> report.station().partner().isEmpty());
        return alone ? seen.stream().filter(each -> each.report().isPresent()).toList() : seen;
    }

    @Override
    int exitCode(List<Seen<DiagReport>> seen) {
        return Status.exitCode(super.exitCode(seen), stations(seen));
    }

    private static List<StationReport> stations(List<Seen<DiagReport>> seen) {
        return Seen.reports(seen).stream().map(DiagReport::station).toList();
    }

    @Override
    Map<String, @Nullable Object> json(List<Seen<DiagReport>> seen) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("master", Status.master(stations(seen)).orElse(null));
        content.putAll(super.json(seen));
        content.put(
                "messages",
                DiagPage.messages(seen, DiagPage.MESSAGES).stream()
                        .map(MessageEntry::json)
                        .toList());
        return content;
    }
}
