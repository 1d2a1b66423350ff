package dev.pollux.cli.pair;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/** What one station says about itself and its partner at one moment. Immutable. */
public final class StationReport {
    private static final String OWN = "Pollux/Redundancy/";
    private static final String WITNESS = "Pollux/Witness/";
    private static final List<String> NODES = List.of(
            "@LocalMachineName",
            "@RedundantServerState",
            "@RM_MASTER_NAME",
            OWN + "StateReason",
            OWN + "Term",
            OWN + "DefaultMaster",
            OWN + "ServiceLevelReason",
            OWN + "PartnerName",
            OWN + "PartnerAvailable",
            OWN + "PartnerState",
            OWN + "PartnerServiceLevel",
            OWN + "DevicesConnected",
            OWN + "DevicesConfigured",
            OWN + "PartnerDevicesConnected",
            OWN + "PartnerDevicesConfigured",
            OWN + "ClientsConnected",
            OWN + "LinkStates",
            OWN + "ProjectFingerprint",
            OWN + "PartnerProjectFingerprint",
            OWN + "ClockOffset",
            OWN + "LastLossTime",
            OWN + "LastReturnTime",
            OWN + "LastSwitchTime",
            OWN + "LastSwitchReason",
            OWN + "LastSwitchDuration",
            WITNESS + "State",
            WITNESS + "Holder",
            WITNESS + "LastError");

    private final String url;
    private final OptionalInt serviceLevel;
    private final Map<String, Object> values;

    private StationReport(String url, OptionalInt serviceLevel, Map<String, Object> values) {
        this.url = url;
        this.serviceLevel = serviceLevel;
        this.values = Map.copyOf(values);
    }

    /**
     * Asks a station.
     *
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    public static StationReport read(StationSession session) {
        int index = session.names().namespaces().indexOf(NodeNames.POLLUX);
        if (index < 0) {
            throw new CommandFailure(ExitCode.FAILED, session.url() + " is not a Pollux station, but " + session.uri());
        }
        List<NodeId> nodes = new ArrayList<>(List.of(NodeIds.Server_ServiceLevel));
        NODES.forEach(name -> nodes.add(new NodeId(UShort.valueOf(index), name)));
        List<DataValue> read = session.read(nodes);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < NODES.size(); i++) {
            DataValue value = read.get(i + 1);
            Object content = value.value().value();
            if (value.statusCode().isGood() && content != null) {
                values.put(key(NODES.get(i)), content);
            }
        }
        Object level = read.get(0).value().value();
        return of(
                session.url(),
                level instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty(),
                values);
    }

    /** The last part of the name; of the witness's nodes with that word before it. */
    private static String key(String node) {
        String last = node.substring(node.lastIndexOf('/') + 1);
        return node.startsWith(WITNESS) ? "Witness" + last : last;
    }

    /**
     * From values that are known already.
     *
     * @param url of the station
     * @param serviceLevel if known
     * @param values by the last part of the node's name, e.g. {@code Term} or {@code @RM_MASTER_NAME}
     */
    public static StationReport of(String url, OptionalInt serviceLevel, Map<String, Object> values) {
        return new StationReport(url, serviceLevel, values);
    }

    /** The address under which it answered. */
    public String url() {
        return url;
    }

    /** Name of the station. */
    public String station() {
        return text("@LocalMachineName");
    }

    /** Its state. */
    public PairState state() {
        return PairState.of(number("@RedundantServerState"));
    }

    /** Why it is in this state. */
    public String stateReason() {
        return text("StateReason");
    }

    /** ServiceLevel 0..255. */
    public OptionalInt serviceLevel() {
        return serviceLevel;
    }

    /** Why it has this ServiceLevel. */
    public String serviceLevelReason() {
        return text("ServiceLevelReason");
    }

    /** Who is Master as this station sees it; empty if nobody is known. */
    public String master() {
        return text("@RM_MASTER_NAME");
    }

    /** Which station is marked default master; may be empty. */
    public String defaultMaster() {
        return text("DefaultMaster");
    }

    /** Count of Master changes. */
    public OptionalLong term() {
        return number("Term");
    }

    /** Connected devices. */
    public OptionalLong devicesConnected() {
        return number("DevicesConnected");
    }

    /** Configured devices. */
    public OptionalLong devicesConfigured() {
        return number("DevicesConfigured");
    }

    /** Sessions of clients. */
    public OptionalLong clients() {
        return number("ClientsConnected");
    }

    /** Name of the partner; empty without one. */
    public String partner() {
        return text("PartnerName");
    }

    /** Whether the partner answers on any link. */
    public boolean partnerAvailable() {
        return Boolean.TRUE.equals(values.get("PartnerAvailable"));
    }

    /** State of the partner as last heard. */
    public PairState partnerState() {
        return PairState.of(number("PartnerState"));
    }

    /** ServiceLevel of the partner as last heard. */
    public OptionalLong partnerServiceLevel() {
        return number("PartnerServiceLevel");
    }

    /** The partner's devices as {@code 2 of 2}. */
    public String partnerDevices() {
        return ofBoth(number("PartnerDevicesConnected"), number("PartnerDevicesConfigured"));
    }

    /** Own devices as {@code 2 of 2}. */
    public String devices() {
        return ofBoth(devicesConnected(), devicesConfigured());
    }

    /** One text per link. */
    public List<String> links() {
        return ValueText.plain(values.get("LinkStates")) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Hash of its project. */
    public String fingerprint() {
        return text("ProjectFingerprint");
    }

    /** Hash of the partner's project. */
    public String partnerFingerprint() {
        return text("PartnerProjectFingerprint");
    }

    /** Partner's wall clock minus the own. */
    public Optional<Duration> clockOffset() {
        return millis("ClockOffset");
    }

    /** When the partner was lost. */
    public Optional<Instant> lastLoss() {
        return time("LastLossTime");
    }

    /** When the partner came back. */
    public Optional<Instant> lastReturn() {
        return time("LastReturnTime");
    }

    /** When the roles changed. */
    public Optional<Instant> lastSwitch() {
        return time("LastSwitchTime");
    }

    /** Why the roles changed. */
    public String lastSwitchReason() {
        return text("LastSwitchReason");
    }

    /** How long that took. */
    public Optional<Duration> lastSwitchDuration() {
        return millis("LastSwitchDuration");
    }

    /** What it knows of the witness's lease; empty without a witness. */
    public String witness() {
        return text("WitnessState");
    }

    /** Why the witness did not do what it was asked; empty if it did. */
    public String witnessError() {
        return text("WitnessLastError");
    }

    /** All for JSON; what the station did not tell is null. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("station", station());
        json.put("url", url);
        json.put("reachable", true);
        json.put("state", state().text());
        json.put("stateReason", stateReason());
        json.put("serviceLevel", serviceLevel.isPresent() ? serviceLevel.getAsInt() : null);
        for (String node : NODES) {
            String name = key(node);
            if (!name.startsWith("@") && !name.equals("StateReason")) {
                json.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), ValueText.plain(values.get(name)));
            }
        }
        json.put("master", master());
        return json;
    }

    private String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    private OptionalLong number(String name) {
        return values.get(name) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    private Optional<Duration> millis(String name) {
        return values.get(name) instanceof Number number && Double.isFinite(number.doubleValue())
                ? Optional.of(Duration.ofNanos((long) (number.doubleValue() * 1e6)))
                : Optional.empty();
    }

    private Optional<Instant> time(String name) {
        return values.get(name) instanceof DateTime time && time.isNotNull()
                ? Optional.of(time.getJavaInstant())
                : Optional.empty();
    }

    private static String ofBoth(OptionalLong part, OptionalLong all) {
        return (part.isPresent() ? Long.toString(part.getAsLong()) : "?") + " of "
                + (all.isPresent() ? Long.toString(all.getAsLong()) : "?");
    }
}
