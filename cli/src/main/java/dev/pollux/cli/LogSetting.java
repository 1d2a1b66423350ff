package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Which log configuration is used: that of the commands is found by its name {@code log4j2.xml}, stations and the demo
 * ask for their own.
 */
final class LogSetting {
    private LogSetting() {}

    /**
     * Console and a rolling file, for a station.
     *
     * @param directory where the log files go; made if missing
     */
    static void forStation(Path directory) {
        use("/log4j2-serve.xml", directory);
    }

    /**
     * A file only, because the screen belongs to the view.
     *
     * @param directory where the log file goes; made if missing
     */
    static void forDemo(Path directory) {
        use("/log4j2-demo.xml", directory);
    }

    /** Nothing at all, because the screen belongs to the view, which shows what goes wrong itself. */
    static void silent() {
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    }

    private static void use(String name, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "log directory " + directory + ": " + e.getMessage(), e);
        }
        URL configuration = LogSetting.class.getResource(name);
        if (configuration == null) {
            throw new IllegalStateException(name + " is not on the class path");
        }
        System.setProperty("pollux.log", directory.toString());
        try {
            Configurator.reconfigure(configuration.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes what is left. */
    static void close() {
        LogManager.shutdown();
    }
}
