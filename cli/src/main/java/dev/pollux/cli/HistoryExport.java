package dev.pollux.cli;

import dev.pollux.archive.Ticks;
import dev.pollux.cli.history.HistoryPages;
import dev.pollux.cli.history.HistoryQuery;
import dev.pollux.cli.history.Progress;
import dev.pollux.cli.history.Row;
import dev.pollux.cli.history.RowFormat;
import dev.pollux.cli.history.RowWriter;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes archived values into a file. */
@Command(
        name = "export",
        description = {
            "Writes archived values into a file, each with type, status and both time stamps, tag by tag.",
            "The file appears when it is complete; until then FILE.part is written, and nothing is left if it fails."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history export --all --out plant.csv",
            "  pollux history export --area Intake --from -7d --out intake.jsonl",
            "  pollux history export Intake.T100.Level --from 2026-11-01 --to 2026-12-01 --out november.csv",
            "",
            "Exit codes: 0 written, 1 a tag cannot be read or the file not be written, 2 no station answers, 64 wrong"
                    + " command line."
        })
final class HistoryExport implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private SpanOptions span = new SpanOptions();

    @Parameters(paramLabel = "TAG", arity = "0..*", description = "Tags to export. Default: from the first value on.")
    private List<String> tags = List.of();

    @Option(
            names = "--area",
            paramLabel = "AREA",
            description = "All tags below this area, e.g. Intake/Pumps; may be repeated.")
    private List<String> areas = List.of();

    @Option(names = "--all", description = "All tags that have history.")
    private boolean all;

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or jsonl. Default: by the name of the file.")
    private @Nullable RowFormat format;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
    private Path file = Path.of("");

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    private boolean overwrite;

    private long values;

    HistoryExport() {}

    @Override
    public Integer call() {
        RowFormat chosen = checked();
        SpanOptions.Span wanted = span.span(Out.line(spec), Instant.now(), SpanOptions.BEGINNING);
        try (FailoverClient client = connection.open(Out.line(spec))) {
            NodeNames names = Answers.names(client, connection.timeout());
            List<String> found = selected(new HistoryTags(client, names, connection.timeout()));
            write(new HistoryPages(client, connection.timeout()), names, found, wanted, chosen);
            Out.of(spec)
                    .println(file + ": " + values + (values == 1 ? " value" : " values") + " of " + found.size()
                            + (found.size() == 1 ? " tag" : " tags"));
        }
        return ExitCode.OK;
    }

    private RowFormat checked() {
        if ((tags.isEmpty() && areas.isEmpty()) != all) {
            throw new ParameterException(Out.line(spec), "give either TAG or --area AREA, or --all");
        }
        if (Files.exists(file) && !overwrite) {
            throw new ParameterException(Out.line(spec), "--out '" + file + "' is there; --overwrite replaces it");
        }
        try {
            return format != null ? format : RowFormat.ofFile(file.toString());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Out.line(spec), "--out " + e.getMessage(), e);
        }
    }

    private List<String> selected(HistoryTags found) {
        if (all) {
            return found.all();
        }
        List<String> selected = new ArrayList<>(tags);
        areas.forEach(area -> selected.addAll(found.area(area)));
        return selected.stream().distinct().toList();
    }

    private void write(
            HistoryPages pages, NodeNames names, List<String> found, SpanOptions.Span wanted, RowFormat chosen) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        HistoryReadDetails details = HistoryQuery.raw(wanted.from(), wanted.to(), Long.MAX_VALUE, false);
        try {
            try (BufferedWriter out = Files.newBufferedWriter(part);
                    Progress progress = new Progress(Prompt.screen(Out.line(spec)), System::nanoTime)) {
                RowWriter writer = new RowWriter(chosen, out, false);
                for (int i = 0; i < found.size(); i++) {
                    Course course = new Course(progress, Ticks.of(wanted.to()), i, found.size());
                    tag(pages, names, found.get(i), details, writer, course);
                }
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot write " + part + ": " + ValueText.reason(e), e);
        } finally {
            remove(part);
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot remove " + part + ": " + ValueText.reason(e), e);
        }
    }

    /** How far it is: through the tags, and within one through the time from its first value on. */
    private record Course(Progress progress, long end, int tag, int tags) {
        void at(long first, long now, long values) {
            double within = end > first ? (double) (now - first) / (double) (end - first) : 1;
            progress.at((tag + within) / tags, values + " values");
        }
    }

    private void tag(
            HistoryPages pages,
            NodeNames names,
            String tag,
            HistoryReadDetails details,
            RowWriter writer,
            Course course) {
        long[] first = {-1};
        StatusCode status = pages.read(names.expanded(tag), details, (value, change) -> {
            try {
                writer.write(new Row(tag, value));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            values++;
            DateTime time = value.sourceTime();
            if (time != null) {
                first[0] = first[0] < 0 ? time.getUtcTime() : first[0];
                course.at(first[0], time.getUtcTime(), values);
            }
            return true;
        });
        if (!status.isGood()) {
            throw new CommandFailure(
                    ExitCode.FAILED, ValueText.oneLine(tag) + " cannot be read: " + ValueText.status(status));
        }
    }
}
