package dev.pollux.server.space.system;

import dev.pollux.server.space.nodeset.NodeSetSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** The object {@code Pollux/Health}. What could not be measured has no value and is Bad_NoData. */
final class HealthNodes {
    private static final String HEALTH = "Pollux/Health/";
    private static final StatusCode NO_DATA = new StatusCode(StatusCodes.Bad_NoData);

    private final NodeSetSpace space;

    HealthNodes(NodeSetSpace space) {
        this.space = space;
        publish(HealthValues.NONE, DateTime.now());
    }

    void publish(HealthValues health, DateTime now) {
        Map<NodeId, DataValue> values = new LinkedHashMap<>();
        set(values, "Overall", health.overall(), now);
        set(values, "Components", health.components().toArray(new String[0]), now);
        set(values, "SilentComponents", Unsigned.uint(health.silent()), now);
        set(values, "ComponentRestarts", Unsigned.uint(health.restarts()), now);
        set(values, "Impairments", health.impairments().toArray(new String[0]), now);
        set(values, "Isolated", health.isolated(), now);
        set(values, "ProcessRestarts", Unsigned.uint(health.processRestarts()), now);
        HealthValues.Machine machine = health.machine();
        bytes(values, "ArchiveDiskFree", machine.archiveDisk(), now);
        bytes(values, "LogDiskFree", machine.logDisk(), now);
        bytes(values, "DataDiskFree", machine.dataDisk(), now);
        number(values, "HeapAfterCollection", machine.heap(), now);
        number(values, "CollectionShare", machine.collection(), now);
        number(values, "ProcessorLoad", machine.processor(), now);
        number(values, "ClockOffset", machine.clock(), now);
        number(values, "ArchiveBacklog", machine.backlog(), now);
        space.set(values);
    }

    private void bytes(Map<NodeId, DataValue> values, String name, Optional<Double> bytes, DateTime now) {
        values.put(
                space.id(HEALTH + name),
                bytes.map(each -> SystemSpace.good(Unsigned.ulong((long) Math.max(0, each)), now))
                        .orElseGet(() -> missing(now)));
    }

    private void number(Map<NodeId, DataValue> values, String name, Optional<Double> number, DateTime now) {
        values.put(
                space.id(HEALTH + name),
                number.map(each -> SystemSpace.good(Math.round(each * 10) / 10.0, now))
                        .orElseGet(() -> missing(now)));
    }

    private void set(Map<NodeId, DataValue> values, String name, Object value, DateTime now) {
        values.put(space.id(HEALTH + name), SystemSpace.good(value, now));
    }

    private static DataValue missing(DateTime now) {
        return new DataValue(Variant.NULL_VALUE, NO_DATA, now);
    }
}
