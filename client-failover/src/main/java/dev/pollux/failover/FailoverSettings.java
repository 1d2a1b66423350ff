package dev.pollux.failover;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything a {@link FailoverClient} needs to know. Begin with {@link #of} and change what differs.
 *
 * @param endpointUrls {@code opc.tcp://} addresses of one or more members, 1 to 16; one that answers is enough to find
 *     the rest
 * @param applicationName name of this client, shown in the servers' diagnostics
 * @param security how channels are secured
 * @param identity who the client is
 * @param preference which member it likes to use
 * @param masterLookup how {@code master} and {@code standby} are resolved
 * @param timing when it does what
 * @param setFile where the found set is kept, so that a later start works with any one member up; empty = nowhere
 */
public record FailoverSettings(
        List<String> endpointUrls,
        String applicationName,
        ClientSecurity security,
        Identity identity,
        Preference preference,
        MasterLookup masterLookup,
        FailoverTiming timing,
        Optional<Path> setFile) {

    /** Checks the addresses. */
    public FailoverSettings {
        endpointUrls = List.copyOf(endpointUrls);
        Check.between("endpointUrls.size", endpointUrls.size(), 1, 16);
        for (String url : endpointUrls) {
            if (!url.startsWith("opc.tcp://") || url.length() == "opc.tcp://".length()) {
                throw new IllegalArgumentException(
                        "endpointUrls has '" + url + "', must look like opc.tcp://host:4840/path");
            }
        }
        Check.notBlank("applicationName", applicationName);
    }

    /** Anonymous, without security, no preference, default timing, nothing kept. */
    public static FailoverSettings of(String... endpointUrls) {
        return new FailoverSettings(
                List.of(endpointUrls),
                "Pollux failover client",
                ClientSecurity.none(),
                Identity.anonymous(),
                Preference.none(),
                new PolluxMasterLookup(),
                FailoverTiming.defaults(),
                Optional.empty());
    }

    /** The same under another name. */
    public FailoverSettings withApplicationName(String name) {
        return new FailoverSettings(endpointUrls, name, security, identity, preference, masterLookup, timing, setFile);
    }

    /** The same with other security. */
    public FailoverSettings withSecurity(ClientSecurity other) {
        return new FailoverSettings(
                endpointUrls, applicationName, other, identity, preference, masterLookup, timing, setFile);
    }

    /** The same as somebody else. */
    public FailoverSettings withIdentity(Identity other) {
        return new FailoverSettings(
                endpointUrls, applicationName, security, other, preference, masterLookup, timing, setFile);
    }

    /** The same with another preference. */
    public FailoverSettings withPreference(Preference other) {
        return new FailoverSettings(
                endpointUrls, applicationName, security, identity, other, masterLookup, timing, setFile);
    }

    /** The same with another way to find the default master. */
    public FailoverSettings withMasterLookup(MasterLookup other) {
        return new FailoverSettings(
                endpointUrls, applicationName, security, identity, preference, other, timing, setFile);
    }

    /** The same with other timing. */
    public FailoverSettings withTiming(FailoverTiming other) {
        return new FailoverSettings(
                endpointUrls, applicationName, security, identity, preference, masterLookup, other, setFile);
    }

    /** The same, keeping the found set in a file. */
    public FailoverSettings withSetFile(Path file) {
        return new FailoverSettings(
                endpointUrls, applicationName, security, identity, preference, masterLookup, timing, Optional.of(file));
    }
}
