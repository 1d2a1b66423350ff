package dev.pollux.testkit.archive;

import dev.pollux.server.Station;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.nio.file.Path;

/** A real station in a process of its own, which ends in good order at SIGTERM, or when it wants to itself. */
public final class StationProcess {
    private StationProcess() {}

    /** Serves until it is ended; the arguments are the project directory and the station file. */
    public static void main(String[] args) throws IOException {
        Project project = new ProjectReader(new PlcAddresses()::fault)
                .read(Path.of(args[0]))
                .orThrow();
        Station station = Station.start(
                project, new StationReader().read(Path.of(args[1]), project).orThrow());
        Runtime.getRuntime().addShutdownHook(new Thread(station::close));
        System.out.println("ready");
        // As `pollux serve` does it: the station says what it wants, its owner does it.
        Station.Ending ending = station.ending().toCompletableFuture().join();
        station.close();
        Runtime.getRuntime().halt(ending == Station.Ending.RESTART ? 75 : 0);
    }
}
