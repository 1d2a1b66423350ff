package dev.pollux.server.space.system;

import dev.pollux.server.space.nodeset.NodeSetSpace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Those nodes of the object {@code Pollux/Redundancy} that explain the others. */
final class PairDetailNodes {
    private static final String REDUNDANCY = "Pollux/Redundancy/";

    private final NodeSetSpace space;

    PairDetailNodes(NodeSetSpace space) {
        this.space = space;
        publish(PairDetails.NONE, DateTime.now());
    }

    void publish(PairDetails pair, DateTime now) {
        Map<NodeId, DataValue> values = new LinkedHashMap<>();
        put(values, "CurrentState", pair.currentState(), now);
        put(values, "ServiceLevelBand", pair.level().band(), now);
        put(values, "ServiceLevelParts", pair.level().parts().toArray(new String[0]), now);
        put(values, "Preference", pair.preference(), now);
        put(values, "NotifyEnabled", pair.notifies(), now);
        put(values, "RuntimeRunning", pair.running(), now);
        put(values, "Validation", pair.validation(), now);
        put(values, "PartnerValidation", pair.partnerValidation(), now);
        put(
                values,
                "PendingReason",
                pair.pending().map(PairDetails.Pending::reason).orElse(""),
                now);
        put(values, "ValueStabilityTimer", timer(pair, false), now);
        put(values, "DeviceStabilityTimer", timer(pair, true), now);
        put(values, "MainLinkToPartner", pair.links().mainToPartner(), now);
        put(values, "MainLinkFromPartner", pair.links().mainFromPartner(), now);
        put(values, "StatusLink", pair.links().status(), now);
        put(values, "SerialLink", pair.links().serial(), now);
        put(
                values,
                "LinkRoundTrips",
                pair.links().roundTrips().stream().map(PairDetailNodes::millis).toArray(Double[]::new),
                now);
        space.set(values);
    }

    private static double timer(PairDetails pair, boolean devices) {
        return pair.pending()
                .filter(each -> each.devices() == devices)
                .map(each -> each.lasted().toNanos() / 1e6)
                .orElse(0.0);
    }

    private static double millis(Optional<Duration> span) {
        return span.map(each -> each.toNanos() / 1e6).orElse(Double.NaN);
    }

    private void put(Map<NodeId, DataValue> values, String name, Object value, DateTime now) {
        values.put(space.id(REDUNDANCY + name), SystemSpace.good(value, now));
    }
}
