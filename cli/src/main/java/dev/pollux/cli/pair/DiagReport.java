package dev.pollux.cli.pair;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import dev.pollux.server.redundancy.ServiceLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/**
 * All that one station says of itself at one moment, for who looks for a fault. Immutable.
 *
 * @param station its part in the pair
 * @param details what explains that
 * @param level its ServiceLevel in full
 * @param sync its archive compared with the partner's
 * @param archive its archive
 * @param health its health
 * @param server the program
 * @param devices connections to devices, in order of their names
 * @param messages the latest that it keeps, the latest first; empty if they cannot be read
 */
public record DiagReport(
        StationReport station,
        StationObject details,
        Optional<ServiceLevel> level,
        SyncReport sync,
        ArchiveReport archive,
        HealthReport health,
        Server server,
        List<Device> devices,
        List<MessageEntry> messages) {
    private static final String REDUNDANCY = "Pollux/Redundancy/";
    private static final String MAINTENANCE = "Pollux/Maintenance/";
    private static final String DEVICES = "Pollux/Devices";
    private static final int DEVICES_MAX = 1_000;
    private static final List<String> DETAILS = List.of(
            "CurrentState",
            "ServiceLevelParts",
            "Preference",
            "NotifyEnabled",
            "RuntimeRunning",
            "Validation",
            "PartnerValidation",
            "PendingReason",
            "ValueStabilityTimer",
            "DeviceStabilityTimer",
            "MainLinkToPartner",
            "MainLinkFromPartner",
            "StatusLink",
            "SerialLink",
            "LinkRoundTrips");

    public DiagReport {
        devices = List.copyOf(devices);
        messages = List.copyOf(messages);
    }

    /**
     * The program.
     *
     * @param version of Pollux
     * @param started when the process began
     * @param maintenance why it is out of service; empty while it is in service
     */
    public record Server(String version, Optional<Instant> started, Optional<String> maintenance) {}

    /**
     * A connection to a device.
     *
     * @param name of the device
     * @param connected whether it answers
     * @param reconnects connections after the first one
     * @param lastError empty if there was none
     */
    public record Device(String name, boolean connected, long reconnects, String lastError) {
        private Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("connected", connected);
            json.put("reconnects", reconnects);
            json.put("lastError", lastError);
            return json;
        }
    }

    /**
     * Asks a station.
     *
     * @param count of messages
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    public static DiagReport read(StationSession session, int count) {
        StationReport station = StationReport.read(session);
        return new DiagReport(
                station,
                StationObject.read(session, REDUNDANCY, DETAILS),
                LevelReport.read(session).level(),
                SyncReport.read(session),
                ArchiveReport.read(session),
                HealthReport.read(session),
                server(session),
                devices(session),
                messages(session, count));
    }

    private static Server server(StationSession session) {
        List<DataValue> read = session.read(List.of(
                NodeIds.Server_ServerStatus_BuildInfo_SoftwareVersion,
                NodeIds.Server_ServerStatus_StartTime,
                session.names().nodeId(MAINTENANCE + "Active"),
                session.names().nodeId(MAINTENANCE + "Reason")));
        Object version = read.get(0).value().value();
        Object started = read.get(1).value().value();
        boolean maintained = Boolean.TRUE.equals(read.get(2).value().value());
        return new Server(
                version instanceof String text ? text : "?",
                started instanceof DateTime time && time.isNotNull()
                        ? Optional.of(time.getJavaInstant())
                        : Optional.empty(),
                maintained
                        ? Optional.of(ValueText.oneLine(
                                String.valueOf(read.get(3).value().value())))
                        : Optional.empty());
    }

    private static List<Device> devices(StationSession session) {
        List<String> names = children(session, session.names().nodeId(DEVICES));
        List<NodeId> nodes = new ArrayList<>();
        for (String name : names) {
            for (String variable : List.of("Connected", "Reconnects", "LastError")) {
                nodes.add(session.names().nodeId(DEVICES + "/" + name + "/" + variable));
            }
        }
        List<DataValue> read = nodes.isEmpty() ? List.of() : session.read(nodes);
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Object reconnects = read.get(3 * i + 1).value().value();
            Object error = read.get(3 * i + 2).value().value();
            devices.add(new Device(
                    names.get(i),
                    Boolean.TRUE.equals(read.get(3 * i).value().value()),
                    reconnects instanceof Number number ? number.longValue() : 0,
                    error instanceof String text ? ValueText.oneLine(text) : ""));
        }
        return devices;
    }

    private static List<String> children(StationSession session, NodeId folder) {
        BrowseDescription below = new BrowseDescription(
                folder,
                BrowseDirection.Forward,
                NodeIds.HierarchicalReferences,
                true,
                uint(0),
                uint(BrowseResultMask.All.getValue()));
        BrowseResult[] results = session.await(
                        session.client()
                                .browseAsync(
                                        new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0)),
                                        uint(DEVICES_MAX),
                                        List.of(below)),
                        "Browse")
                .getResults();
        ReferenceDescription[] found = results == null || results.length != 1 ? null : results[0].getReferences();
        return Stream.of(found == null ? new ReferenceDescription[0] : found)
                .map(each -> String.valueOf(each.getBrowseName().name()))
                .sorted()
                .toList();
    }

    private static List<MessageEntry> messages(StationSession session, int count) {
        try {
            MessageReader reader = new MessageReader(session, new MessageReader.Wanted(1, Set.of()));
            Instant now = Instant.now();
            // Clocks may differ a little; the latest message must not be missed for that.
            return reader.latest(now.minus(Duration.ofDays(30)), now.plus(Duration.ofDays(1)), count);
        } catch (CommandFailure refused) {
            if (refused.exitCode() == ExitCode.UNREACHABLE) {
                throw refused;
            }
            return List.of(); // A user may not be allowed to read them; the rest is worth showing.
        }
    }

    /** One text per link, with its last round trip. */
    public List<String> links() {
        List<String> lines = new ArrayList<>();
        Object trips = ValueText.plain(details.value("LinkRoundTrips"));
        for (String link : station.links()) {
            Object trip = trips instanceof List<?> list && list.size() > lines.size() ? list.get(lines.size()) : null;
            lines.add(
                    trip instanceof Number number && Double.isFinite(number.doubleValue())
                            ? String.format(Locale.ROOT, "%s, round trip %.1f ms", link, number.doubleValue())
                            : link);
        }
        return lines;
    }

    /** What changes the state if it lasts, and for how long it has; empty if nothing does. */
    public Optional<String> pending() {
        String reason = details.text("PendingReason");
        double lasted = Math.max(details.real("ValueStabilityTimer"), details.real("DeviceStabilityTimer"));
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s, for %.1f s", reason, lasted / 1000));
    }

    /** False once the runtime is being deactivated. */
    public boolean running() {
        return !Boolean.FALSE.equals(details.value("RuntimeRunning"));
    }

    /** A text of {@code Pollux/Redundancy}; empty if it was not told. */
    public String detail(String name) {
        return details.text(name);
    }

    /** All for JSON but the messages; what the station did not tell is null. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = station.json();
        details.json(DETAILS).forEach(json::putIfAbsent);
        json.put("version", server.version());
        json.put("startTime", server.started().map(Instant::toString).orElse(null));
        json.put("maintenance", server.maintenance().orElse(null));
        List<Object> connections = new ArrayList<>();
        devices.forEach(device -> connections.add(device.json()));
        json.put("devices", connections);
        json.put("sync", values(sync.json()));
        json.put("archive", values(archive.json()));
        json.put("health", values(health.json()));
        return json;
    }

    private static Map<String, @Nullable Object> values(Map<String, @Nullable Object> json) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(json);
        List.of("station", "url", "reachable").forEach(own::remove);
        return own;
    }
}
