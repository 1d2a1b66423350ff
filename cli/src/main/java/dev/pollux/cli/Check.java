package dev.pollux.cli;

import dev.pollux.cli.pair.Configuration;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.server.project.Fault;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectDiff;
import dev.pollux.server.project.Reading;
import dev.pollux.server.project.StationReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a project and names all faults at once. */
@Command(
        name = "check",
        description = "Checks a project and its station files and names all faults, or compares two projects.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux check examples/waterworks",
            "  pollux check plant --station plant/castor.yaml --station plant/pollux.yaml",
            "  pollux check plant --diff plant-of-last-week",
            "",
            "Exit codes: 0 no faults (and no difference), 1 faults or differences, 64 wrong command line."
        })
final class Check implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PROJECT", description = "Directory with project.yaml and tags/.")
    private Path project = Path.of(".");

    @Option(names = "--station", paramLabel = "FILE", description = "Station file to check, too; may be repeated.")
    private List<Path> stations = List.of();

    @Option(names = "--diff", paramLabel = "OTHER", description = "Compare with this project, line by line.")
    private @Nullable Path other;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Check() {}

    @Override
    public Integer call() {
        Reading<Project> reading = Configuration.read(project);
        List<String> faults = new ArrayList<>(texts(reading.faults()));
        Optional<Project> checked = value(reading);
        if (checked.isPresent()) {
            for (Path station : stations) {
                faults.addAll(
                        texts(new StationReader().read(station, checked.get()).faults()));
            }
        }
        List<String> differences = List.of();
        if (other != null) {
            Reading<Project> second = Configuration.read(other);
            second.faults().forEach(fault -> faults.add(other + ": " + fault));
            Optional<Project> compared = value(second);
            if (checked.isPresent() && compared.isPresent()) {
                differences = ProjectDiff.between(checked.get(), compared.get());
            }
        }
        PrintWriter out = Out.of(spec);
        if (json) {
            out.println(JsonLine.indented(json(checked, faults, differences)));
        } else {
            print(out, checked, faults, differences);
        }
        return faults.isEmpty() && differences.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(PrintWriter out, Optional<Project> checked, List<String> faults, List<String> differences) {
        faults.forEach(out::println);
        differences.forEach(out::println);
        if (!faults.isEmpty()) {
            out.println(faults.size() == 1 ? "1 fault" : faults.size() + " faults");
            if (checked.isEmpty() && !stations.isEmpty()) {
                out.println("the station files were not checked: they need a project without faults");
            }
        } else if (!differences.isEmpty()) {
            out.println(differences.size() == 1 ? "1 difference" : differences.size() + " differences");
        } else {
            checked.ifPresent(good -> out.println("ok: " + good.tags().size() + " tags, "
                    + good.devices().size() + " devices, " + good.areas().size() + " areas, stations "
                    + String.join(" and ", good.redundancy().stations()) + ", fingerprint "
                    + good.fingerprint().substring(0, 12) + (other == null ? "" : ", no difference")));
        }
    }

    private Map<String, @Nullable Object> json(
            Optional<Project> checked, List<String> faults, List<String> differences) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("ok", faults.isEmpty() && differences.isEmpty());
        content.put("faults", faults);
        if (other != null) {
            content.put("differences", differences);
        }
        checked.ifPresent(good -> {
            content.put("project", good.name());
            content.put("tags", good.tags().size());
            content.put("devices", good.devices().size());
            content.put("areas", good.areas().size());
            content.put("stations", good.redundancy().stations());
            content.put("fingerprint", good.fingerprint());
        });
        return content;
    }

    private static List<String> texts(List<Fault> faults) {
        return faults.stream().map(Fault::toString).toList();
    }

    private static Optional<Project> value(Reading<Project> reading) {
        return reading.fold(Optional::of, faults -> Optional.empty());
    }
}
