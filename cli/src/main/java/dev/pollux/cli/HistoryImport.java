package dev.pollux.cli;

import dev.pollux.cli.history.HistoryWriter;
import dev.pollux.cli.history.ImportFile;
import dev.pollux.cli.history.Progress;
import dev.pollux.cli.history.RowFormat;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import dev.pollux.cli.pair.ValueText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes archived values from a file into the archive of a station, and of all if they do not pass it on. */
@Command(
        name = "import",
        description = {
            "Writes archived values from a file, as export makes it, into the archive of each station that answers.",
            "The whole file is checked first; if a line has a fault nothing is written."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history import plant.csv --user anna",
            "  pollux history import plant.jsonl --check",
            "  pollux history import corrections.csv --mode replace --user anna",
            "",
            "Exit codes: 0 every station has taken every value, 1 the file has faults, a value was refused or a station"
                    + " did not get all, 2 no station answers, 64 wrong command line."
        })
final class HistoryImport implements Callable<Integer> {
    private static final int BATCH = 1000;
    private static final int NODES_PER_CALL = 1000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "FILE", description = "File to read.")
    private Path path = Path.of("");

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or jsonl. Default: by the name of the file.")
    private @Nullable RowFormat format;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "update",
            description = "insert: values that are there already are refused; replace: those that are not are;"
                    + " update: neither. Default: ${DEFAULT-VALUE}.")
    private Mode mode = Mode.UPDATE;

    @Option(names = "--check", description = "Check the file and its tags, and write nothing.")
    private boolean checkOnly;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** PerformUpdateType of OPC 10000-11 as operators write it. */
    enum Mode {
        INSERT(PerformUpdateType.Insert),
        REPLACE(PerformUpdateType.Replace),
        UPDATE(PerformUpdateType.Update);

        private final PerformUpdateType type;

        Mode(PerformUpdateType type) {
            this.type = type;
        }
    }

    HistoryImport() {}

    @Override
    public Integer call() throws IOException {
        ImportFile file = new ImportFile(path, chosen());
        ImportFile.Content content;
        try {
            content = file.check();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot read " + path + ": " + ValueText.reason(e), e);
        }
        refuse(content.faults());
        try (Stations stations = new Stations(connection.settings(Out.line(spec)))) {
            List<Attempt> attempts = answering(stations.openAll());
            List<StationSession> sessions =
                    attempts.stream().flatMap(each -> each.session().stream()).toList();
            try {
                sessions.forEach(session -> refuse(unwritable(file, content, session)));
                if (checkOnly) {
                    Out.of(spec)
                            .println(path + ": " + content.rows() + " values of "
                                    + content.tags().size() + " tags, no fault");
                    return ExitCode.OK;
                }
                // What one station is told reaches the others: told twice it would be changed twice.
                boolean once = !sessions.isEmpty() && passedOn(sessions.get(0));
                return write(file, content, once ? sessions.subList(0, 1) : sessions, attempts);
            } finally {
                sessions.forEach(StationSession::close);
            }
        }
    }

    private static boolean passedOn(StationSession session) {
        NodeId node = session.names().nodeId("Pollux/Sync/UserChanges");
        return Boolean.TRUE.equals(session.read(List.of(node)).get(0).value().value());
    }

    private RowFormat chosen() {
        try {
            return format != null ? format : RowFormat.ofFile(path.toString());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Out.line(spec), "FILE " + e.getMessage(), e);
        }
    }

    private void refuse(List<String> faults) {
        if (!faults.isEmpty()) {
            PrintWriter err = Out.line(spec).getErr();
            faults.forEach(fault -> err.println(ValueText.oneLine(fault)));
            throw new CommandFailure(
                    ExitCode.FAILED,
                    faults.size() == 1
                            ? "there is a fault, nothing was written"
                            : "there are " + faults.size() + " faults, nothing was written");
        }
    }

    /** A station at one of the default addresses may not exist; one that was named must answer. */
    private List<Attempt> answering(List<Attempt> attempts) {
        List<Attempt> kept = new ArrayList<>(attempts);
        if (attempts.stream().noneMatch(each -> each.session().isPresent())) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no station answers: " + attempts.get(0).url() + " "
                            + attempts.get(0).reason());
        }
        return kept;
    }

    private List<String> unwritable(ImportFile file, ImportFile.Content content, StationSession session) {
        List<String> tags = List.copyOf(content.tags().keySet());
        List<String> faults = new ArrayList<>();
        for (int start = 0; start < tags.size(); start += NODES_PER_CALL) {
            List<String> portion = tags.subList(start, Math.min(tags.size(), start + NODES_PER_CALL));
            List<NodeId> nodes = portion.stream().map(session.names()::nodeId).toList();
            DataValue[] levels = session.await(
                            session.client()
                                    .readAsync(
                                            0.0,
                                            TimestampsToReturn.Neither,
                                            nodes.stream()
                                                    .map(HistoryTags::accessLevel)
                                                    .toList()),
                            "Read")
                    .getResults();
            for (int i = 0; levels != null && i < portion.size(); i++) {
                if (!HistoryTags.may(levels[i], HistoryTags.WRITE)) {
                    Long line = content.tags().get(portion.get(i));
                    faults.add(file.at(line == null ? 0 : line) + "tag '" + portion.get(i) + "' " + reason(levels[i])
                            + " on " + session.url());
                }
            }
        }
        return faults;
    }

    private static String reason(DataValue level) {
        return level.statusCode().isGood()
                ? HistoryTags.may(level, HistoryTags.READ)
                        ? "has a history that this user must not change, see --user,"
                        : "has no history"
                : "cannot be used, " + ValueText.status(level.statusCode()) + ",";
    }

    private int write(
            ImportFile file, ImportFile.Content content, List<StationSession> sessions, List<Attempt> attempts)
            throws IOException {
        List<HistoryWriter> writers = sessions.stream()
                .map(session -> new HistoryWriter(session, mode.type))
                .toList();
        long[] done = {0};
        try (Progress progress = new Progress(Prompt.screen(Out.line(spec)), System::nanoTime)) {
            file.read(BATCH, batch -> {
                writers.forEach(writer -> writer.write(batch));
                done[0] += batch.rows().size();
                progress.at((double) done[0] / Math.max(1, content.rows()), done[0] + " values");
                return writers.stream().anyMatch(writer -> writer.lost().isEmpty());
            });
        }
        print(file, writers, attempts);
        if (writers.stream().allMatch(writer -> writer.lost().isPresent())) {
            return ExitCode.UNREACHABLE;
        }
        boolean all = writers.stream().allMatch(writer -> writer.lost().isEmpty() && writer.refused() == 0)
                && (!connection.urlsGiven()
                        || attempts.stream().allMatch(each -> each.session().isPresent()));
        return all ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(ImportFile file, List<HistoryWriter> writers, List<Attempt> attempts) {
        PrintWriter out = Out.of(spec);
        PrintWriter err = Out.line(spec).getErr();
        List<Map<String, @Nullable Object>> stations = new ArrayList<>();
        for (HistoryWriter writer : writers) {
            Map<String, @Nullable Object> station = new LinkedHashMap<>();
            station.put("url", writer.url());
            station.put("inserted", writer.inserted());
            station.put("replaced", writer.replaced());
            station.put("refused", writer.refused());
            station.put("lost", writer.lost().orElse(null));
            stations.add(station);
            if (!json) {
                out.println(String.format(
                        Locale.ROOT,
                        "%s: %d inserted, %d replaced, %d refused%s",
                        writer.url(),
                        writer.inserted(),
                        writer.replaced(),
                        writer.refused(),
                        writer.lost().map(why -> "; then lost: " + why).orElse("")));
            }
            for (HistoryWriter.Refusal refusal : writer.refusals()) {
                err.println(file.at(refusal.line()) + "tag '" + ValueText.oneLine(refusal.tag()) + "' was refused, "
                        + ValueText.status(refusal.status()) + hint(refusal));
            }
        }
        for (Attempt attempt : attempts) {
            if (attempt.session().isEmpty()) {
                err.println(attempt.url() + ": got nothing, " + attempt.reason()
                        + "; import again when the station is back");
            }
        }
        if (json) {
            out.println(JsonLine.indented(Map.of("file", path.toString(), "stations", stations)));
        }
    }

    private static String hint(HistoryWriter.Refusal refusal) {
        return refusal.status().value() == StatusCodes.Bad_UserAccessDenied ? ": see --user" : "";
    }
}
