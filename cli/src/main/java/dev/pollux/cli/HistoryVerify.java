package dev.pollux.cli;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.Verification;
import dev.pollux.cli.history.Progress;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.ValueText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads every sample of an archive or a backup. */
@Command(
        name = "verify",
        description = {
            "Reads every sample of an archive on which no station runs, or of a backup, and tells what is damaged.",
            "It changes nothing."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history verify /backup/2026-11-21",
            "  pollux history verify .pollux/castor/archive --json",
            "",
            "Exit codes: 0 sound, 1 damaged, or cannot be read, 64 wrong command line."
        })
final class HistoryVerify implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "Directory of the archive or of the backup.")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    HistoryVerify() {}

    @Override
    public Integer call() throws InterruptedException {
        Verification found;
        try (Progress progress = new Progress(Prompt.screen(Out.line(spec)), System::nanoTime)) {
            String size = ArchiveText.size(FolderSize.of(directory).bytes());
            found = Work.await(() -> RocksArchive.verify(directory), () -> progress.working("reading " + size));
        } catch (ArchiveException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
        if (json) {
            Out.of(spec).println(JsonLine.indented(json(found)));
        } else {
            print(found);
        }
        return found.sound() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(Verification found) {
        PrintWriter out = Out.of(spec);
        for (Verification.PartitionReport each : found.partitions()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-12s  %s to %s  %,6d series  %,14d samples  %s",
                    each.archive(),
                    Ticks.toInstant(each.from()),
                    Ticks.toInstant(each.to()),
                    each.series(),
                    each.samples(),
                    each.sound() ? "sound" : "DAMAGED"));
        }
        found.faults().forEach(fault -> out.println("fault: " + ValueText.oneLine(fault)));
        out.println(String.format(
                Locale.ROOT, "%s: %,d samples, %s", directory, found.samples(), found.sound() ? "sound" : "DAMAGED"));
    }

    private Map<String, @Nullable Object> json(Verification found) {
        List<Map<String, @Nullable Object>> partitions = new ArrayList<>();
        for (Verification.PartitionReport each : found.partitions()) {
            Map<String, @Nullable Object> partition = new LinkedHashMap<>();
            partition.put("archive", each.archive());
            partition.put("from", Ticks.toInstant(each.from()).toString());
            partition.put("to", Ticks.toInstant(each.to()).toString());
            partition.put("series", each.series());
            partition.put("samples", each.samples());
            partition.put("sound", each.sound());
            partitions.add(partition);
        }
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("directory", directory.toString());
        content.put("sound", found.sound());
        content.put("samples", found.samples());
        content.put("partitions", partitions);
        content.put("faults", found.faults());
        return content;
    }
}
