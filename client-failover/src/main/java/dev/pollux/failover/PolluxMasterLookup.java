package dev.pollux.failover;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/**
 * Asks a Pollux station: {@code Pollux/Redundancy/DefaultMaster} in the Pollux namespace, or, where no station is
 * marked, {@code @RM_MASTER_NAME} (the station that leads now).
 */
public final class PolluxMasterLookup implements MasterLookup {

    /** Namespace of the system tags of a Pollux station. */
    public static final String NAMESPACE = "http://pollux.dev/UA/";

    private static final List<String> IDENTIFIERS = List.of("Pollux/Redundancy/DefaultMaster", "@RM_MASTER_NAME");

    @Override
    public CompletableFuture<Optional<String>> defaultMaster(OpcUaClient member) {
        UShort index = member.getNamespaceTable().getIndex(NAMESPACE);
        if (index == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        List<NodeId> nodes =
                IDENTIFIERS.stream().map(id -> new NodeId(index, id)).toList();
        return member.readValuesAsync(0.0, TimestampsToReturn.Neither, nodes)
                .thenApply(values ->
                        values.stream().flatMap(value -> name(value).stream()).findFirst());
    }

    private static Optional<String> name(DataValue value) {
        return value.statusCode().isGood() && value.value().value() instanceof String name && !name.isBlank()
                ? Optional.of(name)
                : Optional.empty();
    }
}
