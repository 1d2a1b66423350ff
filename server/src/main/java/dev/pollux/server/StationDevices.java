package dev.pollux.server;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.DeviceConfig.Connection;
import dev.pollux.server.project.Project;
import dev.pollux.server.redundancy.Ability;
import dev.pollux.server.redundancy.ConnectionRules;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.link.StationStatus;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import dev.pollux.server.source.Acquisition;
import dev.pollux.server.source.DeviceStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which devices this station connects to in its role, and what they count for. Used by the redundancy loop's thread
 * only; never blocks.
 */
final class StationDevices {
    private final ConnectionRules rules;
    private final Acquisition acquisition;
    private final Duration patience;
    private final LongSupplier uptime;
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private final Map<String, Boolean> permitted = new HashMap<>();
    /** Since when a permitted device is not connected, monotonic. */
    private final Map<String, Long> lacking = new HashMap<>();

    private RoleState role = RoleState.UNDEFINED;

    /**
     * Of a station that has just begun to look for its partner.
     *
     * @param uptime monotonic nanoseconds
     */
    StationDevices(Project project, Acquisition acquisition, LongSupplier uptime) {
        rules = new ConnectionRules(project.redundancy().mode());
        patience = project.redundancy().stability();
        this.acquisition = acquisition;
        this.uptime = uptime;
        for (DeviceConfig device : project.devices()) {
            connections.put(device.name(), device.connection());
            permitted.put(device.name(), true);
        }
        follow(role, PartnerView.unmet("", PartnerView.Availability.UNKNOWN), Optional.empty());
    }

    /** Lets acquisition connect to what it may have now, and let go of the rest. */
    void follow(RoleState now, PartnerView partner, Optional<PartnerStation> said) {
        if (now != role) {
            role = now;
            lacking.clear(); // A new Master gets its time to connect before a Standby may try.
        }
        List<String> lost = said.map(PartnerStation::devicesLost).orElse(List.of());
        connections.forEach((device, connection) -> {
            boolean may = rules.permits(connection, now, partner, lost.contains(device));
            if (!Boolean.valueOf(may).equals(permitted.put(device, may))) {
                acquisition.permit(device, may);
            }
        });
    }

    Ability ability() {
        int connected = 0;
        int configured = 0;
        int compared = 0;
        for (DeviceStatus device : acquisition.devices()) {
            boolean may = permitted.getOrDefault(device.name(), true);
            boolean has = may && device.connected();
            boolean lackedLong = lackedLong(device.name(), may && !has);
            configured += may ? 1 : 0;
            connected += has ? 1 : 0;
            Connection connection = connections.getOrDefault(device.name(), Connection.PARALLEL);
            compared += rules.counts(connection, role, may, has, lackedLong) ? 1 : 0;
        }
        return new Ability(connected, configured, compared, true, Optional.empty(), List.of(), Optional.empty());
    }

    private boolean lackedLong(String device, boolean lacks) {
        if (!lacks) {
            lacking.remove(device);
            return false;
        }
        long since = lacking.computeIfAbsent(device, name -> uptime.getAsLong());
        return uptime.getAsLong() - since >= patience.toNanos();
    }

    /** What the partner may try to take over: this station leads and has lacked it for the stability time. */
    List<String> lost() {
        return role != RoleState.MASTER
                ? List.of()
                : connections.entrySet().stream()
                        .filter(each -> each.getValue() == Connection.STANDBY_TAKES_OVER)
                        .map(Map.Entry::getKey)
                        .filter(lacking::containsKey)
                        .filter(device -> lackedLong(device, true))
                        .limit(StationStatus.LOST_MAX)
                        .toList();
    }
}
