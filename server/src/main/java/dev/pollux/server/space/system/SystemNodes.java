package dev.pollux.server.space.system;

import dev.pollux.server.space.nodeset.NodeSetSpace;
import dev.pollux.server.space.system.SystemValues.Device;
import dev.pollux.server.space.system.SystemValues.Partner;
import dev.pollux.server.space.system.SystemValues.Redundancy;
import dev.pollux.server.space.system.SystemValues.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** Which value belongs to which node of the Pollux model. */
final class SystemNodes {
    private static final String REDUNDANCY = "Pollux/Redundancy/";

    private final NodeSetSpace space;
    private final DateTime now;
    private final Map<NodeId, DataValue> values = new LinkedHashMap<>();

    private SystemNodes(NodeSetSpace space, DateTime now) {
        this.space = space;
        this.now = now;
    }

    static Map<NodeId, DataValue> values(NodeSetSpace space, SystemValues all, DateTime now) {
        SystemNodes nodes = new SystemNodes(space, now);
        nodes.put("@LocalMachineName", all.localMachineName());
        nodes.put("@RedundantServerState", Unsigned.ubyte(all.redundantServerState()));
        nodes.put("@RM_MASTER", all.master());
        nodes.put("@RM_MASTER_NAME", all.masterName());
        nodes.redundancy(all.redundancy());
        all.devices().forEach(nodes::device);
        return nodes.values;
    }

    private void redundancy(Redundancy pair) {
        put(REDUNDANCY + "State", pair.state());
        put(REDUNDANCY + "StateReason", pair.stateReason());
        put(REDUNDANCY + "Term", ULong.valueOf(pair.term()));
        put(REDUNDANCY + "DefaultMaster", pair.defaultMaster());
        put(REDUNDANCY + "ServiceLevelReason", pair.serviceLevelReason());
        put(REDUNDANCY + "DevicesConnected", Unsigned.uint(pair.ownDevices().connected()));
        put(REDUNDANCY + "DevicesConfigured", Unsigned.uint(pair.ownDevices().configured()));
        put(REDUNDANCY + "ClientsConnected", Unsigned.uint(pair.clientsConnected()));
        put(REDUNDANCY + "LinkStates", pair.linkStates().toArray(new String[0]));
        put(REDUNDANCY + "ProjectFingerprint", pair.projectFingerprint());
        partner(pair.partner());
        times(pair.times());
    }

    private void partner(Partner partner) {
        put(REDUNDANCY + "PartnerName", partner.name());
        put(REDUNDANCY + "PartnerAvailable", partner.available());
        put(REDUNDANCY + "PartnerState", Unsigned.ubyte(partner.state()));
        put(REDUNDANCY + "PartnerServiceLevel", Unsigned.ubyte(partner.serviceLevel()));
        put(
                REDUNDANCY + "PartnerDevicesConnected",
                Unsigned.uint(partner.devices().connected()));
        put(
                REDUNDANCY + "PartnerDevicesConfigured",
                Unsigned.uint(partner.devices().configured()));
        put(REDUNDANCY + "PartnerProjectFingerprint", partner.projectFingerprint());
        put(REDUNDANCY + "ClockOffset", millis(partner.clockOffset()));
    }

    private void times(Times times) {
        put(REDUNDANCY + "LastLossTime", time(times.loss()));
        put(REDUNDANCY + "LastReturnTime", time(times.returned()));
        put(REDUNDANCY + "LastSwitchTime", time(times.roleChange()));
        put(REDUNDANCY + "LastSwitchReason", times.roleChangeReason());
        put(REDUNDANCY + "LastSwitchDuration", millis(times.roleChangeDuration()));
    }

    private void device(Device device) {
        String folder = DeviceNodes.FOLDER + "/" + device.name() + "/";
        put(folder + "Connected", device.connected());
        put(folder + "Reconnects", Unsigned.uint(device.reconnects()));
        put(folder + "Overruns", Unsigned.uint(device.overruns()));
        put(folder + "CycleTime", millis(device.cycleTime()));
        put(folder + "LastError", device.lastError());
    }

    private void put(String identifier, Object value) {
        values.put(space.id(identifier), SystemSpace.good(value, now));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static DateTime time(Optional<Instant> instant) {
        return instant.map(DateTime::new).orElse(DateTime.NULL_VALUE);
    }
}
