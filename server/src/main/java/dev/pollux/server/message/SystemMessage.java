package dev.pollux.server.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue of system messages. Numbers are for life: clients and operators' instructions refer to them. */
public enum SystemMessage {
    /** All links to the partner lost or its runtime deactivated. */
    PARTNER_FAILED(1012200, 800, Source.REDUNDANCY, "Partner station {partner} failed"),
    /** Partner seen again after a loss. */
    PARTNER_BACK(1012201, 300, Source.REDUNDANCY, "Partner station {partner} is back"),
    /** Fingerprints differ. */
    PROJECTS_DIFFER(1012202, 600, Source.REDUNDANCY, "Projects are not functionally equivalent: {difference}"),
    /** A sync run ended with an error. */
    SYNC_FAILED(1012203, 700, Source.SYNC, "Archive synchronisation failed: {reason}"),
    /** Unexpected exception in the redundancy component. */
    REDUNDANCY_ERROR(1012204, 800, Source.REDUNDANCY, "Internal redundancy error: {reason}"),
    /** A partner link went down. */
    LINK_FAILED(1012205, 600, Source.LINK, "Connection to partner {partner} failed on {link}"),
    /** A partner link came up again. */
    LINK_RESTORED(1012206, 300, Source.LINK, "Connection to partner {partner} restored on {link}"),
    /** Host answers but no server. */
    PARTNER_SERVER_NOT_STARTED(
            1012207, 600, Source.REDUNDANCY, "Partner {partner} reachable but its server is not started"),
    /** A gap fill began. */
    SYNC_STARTED(1012208, 200, Source.SYNC, "Archive synchronisation started: {from} to {to}"),
    /** A gap fill ended well. */
    SYNC_FINISHED(1012209, 200, Source.SYNC, "Archive synchronisation finished: {count} values in {seconds} s"),
    /** One user archive matched. */
    USER_ARCHIVE_SYNCHRONIZED(1012214, 200, Source.SYNC, "User archive {archive} synchronised"),
    /** User archive matching finished. */
    USER_ARCHIVES_SYNCHRONIZED(1012215, 200, Source.SYNC, "All user archives synchronised"),
    /** Partner lost or operator stopped it. */
    SYNC_INTERRUPTED(1012216, 500, Source.SYNC, "Synchronisation interrupted: {reason}"),
    /** Partner answers with runtime deactivated. */
    PARTNER_RUNTIME_INACTIVE(1012217, 600, Source.REDUNDANCY, "Runtime of partner {partner} is not active"),
    /** A failover client reported an automatic switch. */
    CLIENT_SWITCHED(1012218, 400, Source.CLIENT, "Client {client} switched to {station} automatically"),
    /** A failover client reported a manual switch. */
    CLIENT_SWITCHED_BY_OPERATOR(1012219, 300, Source.CLIENT, "Client {client} switched to {station} by the operator"),
    /** Matching pending or impossible for some. */
    USER_ARCHIVES_NOT_READY(1012220, 400, Source.SYNC, "Synchronisation not ready for all user archives"),
    /** Matching possible for all. */
    USER_ARCHIVES_READY(1012221, 200, Source.SYNC, "Synchronisation ready for all user archives"),
    /** Main link to the partner down while another is up. */
    MAIN_LINK_INTERRUPTED(1012222, 600, Source.LINK, "Main link interrupted"),
    /** Main link up. */
    MAIN_LINK_READY(1012223, 200, Source.LINK, "Main link ready"),
    /** Status link down. */
    STATUS_LINK_FAILED(1012224, 600, Source.LINK, "Status link failed"),
    /** Status link up. */
    STATUS_LINK_READY(1012225, 200, Source.LINK, "Status link ready"),
    /** Partner runtime became active. */
    PARTNER_RUNTIME_ACTIVE(1012226, 200, Source.REDUNDANCY, "Runtime of partner {partner} activated"),
    /** The address answers but is another set or a plain server. */
    PARTNER_NOT_OF_SET(
            1012227, 700, Source.REDUNDANCY, "Configuration error: partner {partner} is not a server of this set"),
    /** Automatic role change. */
    FAILURE_SWITCHOVER(1012240, 800, Source.REDUNDANCY, "Redundancy failure triggered a switchover: {reason}"),
    /** Every change of station state. */
    STATE_CHANGED(1012241, 400, Source.REDUNDANCY, "Switched to state {state}: {reason}"),
    /** Online queue above its limit. */
    ONLINE_SYNC_OVERLOAD(1012244, 600, Source.SYNC, "Overload during online synchronisation of messages"),
    /** Serial status link down. */
    SERIAL_LINK_LOST(1012245, 600, Source.LINK, "Serial link lost"),
    /** Serial status link up. */
    SERIAL_LINK_RESTORED(1012246, 200, Source.LINK, "Serial link restored"),
    /** Standby cannot take over. */
    STANDBY_ERROR(1012247, 800, Source.REDUNDANCY, "Standby has a redundancy error: {reason}"),
    /** Standby can take over again. */
    STANDBY_ERROR_GONE(1012248, 200, Source.REDUNDANCY, "Standby redundancy error gone"),
    /** Watched adapter without carrier or address. */
    ADAPTER_LOST(1012349, 800, Source.SELFDIAGNOSIS, "Network adapter {adapter} lost"),
    /** Unclean stop or failed integrity check of the archive. */
    ARCHIVE_SUSPECT(1012350, 700, Source.ARCHIVE, "Archive may be inconsistent: {reason}"),
    /** Component without sign of life and not restartable. */
    STATION_BLOCKED(1012351, 900, Source.HEALTH, "Station blocked: switching to Fault"),
    /** Fault persists after a process restart. */
    MACHINE_RESTART_NEEDED(1012352, 900, Source.HEALTH, "Station blocked: restart the machine as soon as possible"),
    /** Fault without an able partner. */
    FAULT_WITHOUT_PARTNER(1012353, 900, Source.REDUNDANCY, "State is Fault but partner is not available"),
    /** Isolation switched off in the configuration. */
    ISOLATION_OFF(1012354, 800, Source.ISOLATION, "State is Fault but isolation is not active"),
    /** Isolation refused. */
    ISOLATION_BLOCKED(1012355, 800, Source.ISOLATION, "State is Fault but isolation is blocked by {by}: {reason}"),
    /** Sessions drained and new ones refused. */
    STATION_ISOLATED(1012356, 800, Source.ISOLATION, "State is Fault: station is isolated"),
    /** Automatic restart switched off. */
    RESTART_OFF(1012357, 600, Source.RESTART, "State is Fault but automatic restart is not active"),
    /** Restart would lose the address. */
    RESTART_WOULD_LOSE_ADDRESS(
            1012358,
            600,
            Source.RESTART,
            "State is Fault but automatic restart is disabled: watched adapter is disconnected and addresses"
                    + " come from DHCP"),
    /** An operator or rule forbids it. */
    RESTART_DISABLED(1012359, 600, Source.RESTART, "Restart disabled by {by}: {reason}"),
    /** Restart limiter. */
    RESTART_TOO_SOON(1012360, 600, Source.RESTART, "Restart cancelled: the last one was less than {seconds} s ago"),
    /** Restart limiter. */
    RESTARTS_EXHAUSTED(
            1012361, 600, Source.RESTART, "Restart cancelled: none allowed for {seconds} s after {count} restarts"),
    /** Automatic restart announced. */
    RESTART_ANNOUNCED(1012362, 700, Source.RESTART, "Restart in {seconds} s");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

    /** What a message is about. */
    public enum Source {
        REDUNDANCY,
        SYNC,
        LINK,
        CLIENT,
        SELFDIAGNOSIS,
        ARCHIVE,
        HEALTH,
        ISOLATION,
        RESTART
    }

    private final int number;
    private final int severity;
    private final Source source;
    private final String template;

    SystemMessage(int number, int severity, Source source, String template) {
        this.number = number;
        this.severity = severity;
        this.source = source;
        this.template = template;
    }

    /** Unique. */
    public int number() {
        return number;
    }

    /** 1..1000 as in OPC 10000-5 §6.4.2: from 600 on somebody has to act. */
    public int severity() {
        return severity;
    }

    /** What it is about. */
    public Source source() {
        return source;
    }

    /** The text with placeholders in braces. */
    public String template() {
        return template;
    }

    /** Names of the placeholders in their order. */
    public List<String> placeholders() {
        return PLACEHOLDER
                .matcher(template)
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    /**
     * The text in full.
     *
     * @param values one for each placeholder, in their order
     */
    public String text(Object... values) {
        int expected = placeholders().size();
        if (values.length != expected) {
            throw new IllegalArgumentException(number + " has " + expected + " placeholders, not " + values.length);
        }
        int[] next = {0};
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(String.valueOf(values[next[0]++])));
    }
}
