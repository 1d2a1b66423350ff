package dev.pollux.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells versions of Pollux and Java. */
final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
        String version = Pollux.class.getPackage().getImplementationVersion();
        return new String[] {
            "pollux " + (version == null ? "(not packed)" : version), "Java " + System.getProperty("java.version")
        };
    }
}
