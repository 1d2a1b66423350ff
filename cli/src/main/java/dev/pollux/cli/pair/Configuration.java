package dev.pollux.cli.pair;

import dev.pollux.server.project.Fault;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.Reading;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.source.block.PlcAddresses;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads projects and station files for commands that need them without faults. */
public final class Configuration {
    private Configuration() {}

    /** Reads a project with the address rules of all drivers. */
    public static Reading<Project> read(Path directory) {
        return new ProjectReader(new PlcAddresses()::fault).read(directory);
    }

    /**
     * A project without faults.
     *
     * @throws CommandFailure with all faults
     */
    public static Project project(Path directory) {
        return checked(read(directory), "project " + directory);
    }

    /**
     * A station without faults.
     *
     * @throws CommandFailure with all faults
     */
    public static StationConfig station(Path file, Project project) {
        return checked(new StationReader().read(file, project), "station file " + file);
    }

    private static <T> T checked(Reading<T> reading, String what) {
        List<Fault> faults = reading.faults();
        if (!faults.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    what + " has " + (faults.size() == 1 ? "a fault" : faults.size() + " faults")
                            + faults.stream().map(fault -> "\n  " + fault).collect(Collectors.joining()));
        }
        return reading.orThrow();
    }
}
