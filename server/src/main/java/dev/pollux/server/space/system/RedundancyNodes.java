package dev.pollux.server.space.system;

import dev.pollux.server.space.system.Topology.Member;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerRedundancyTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointUrlListDataType;
import org.eclipse.milo.opcua.stack.core.types.structured.NetworkGroupDataType;

/** The object Server.ServerRedundancy: its type and the properties that go with it. */
final class RedundancyNodes {
    static final NodeId SERVER_URI_ARRAY = new NodeId(0, 11314);
    static final NodeId REDUNDANT_SERVER_ARRAY = new NodeId(0, 11313);
    static final NodeId SERVER_NETWORK_GROUPS = new NodeId(0, 14415);

    private final OpcUaServer server;
    private final Advertisement advertisement;

    RedundancyNodes(OpcUaServer server, Advertisement advertisement) {
        this.server = server;
        this.advertisement = advertisement;
    }

    /** Makes the object what is advertised. The stack has an instance of the base type; properties hang on nothing. */
    void advertise(ServerRedundancyTypeNode redundancy) {
        redundancy.setRedundancySupport(advertisement.support());
        advertisement.type().ifPresent(type -> {
            NodeId id = redundancy.getNodeId();
            redundancy.removeReference(
                    new Reference(id, NodeIds.HasTypeDefinition, NodeIds.ServerRedundancyType.expanded(), true));
            redundancy.addReference(new Reference(id, NodeIds.HasTypeDefinition, type.expanded(), true));
            for (NodeId property : properties()) {
                Reference reference = new Reference(id, NodeIds.HasProperty, property.expanded(), true);
                server.getOpcUaNamespace().getNodeManager().addReferences(reference, server.getNamespaceTable());
            }
        });
    }

    /** The properties whose values change. */
    Set<NodeId> properties() {
        Set<NodeId> properties = new LinkedHashSet<>();
        if (advertisement.redundant()) {
            properties.add(SERVER_URI_ARRAY);
            properties.add(REDUNDANT_SERVER_ARRAY);
        }
        if (advertisement.networks()) {
            properties.add(SERVER_NETWORK_GROUPS);
        }
        return properties;
    }

    /**
     * The ways to each member: addresses with the same host are one path, also of a member whose addresses are told by
     * itself only.
     */
    ExtensionObject[] networkGroups(Topology topology) {
        NetworkGroupDataType[] groups = topology.members().stream()
                .map(member -> new NetworkGroupDataType(member.applicationUri(), paths(member)))
                .toArray(NetworkGroupDataType[]::new);
        return ExtensionObject.encodeArray(server.getStaticEncodingContext(), groups);
    }

    private static EndpointUrlListDataType[] paths(Member member) {
        Map<String, List<String>> byHost = new LinkedHashMap<>();
        for (String url : member.endpointUrls()) {
            String host = String.valueOf(URI.create(url).getHost());
            byHost.merge(host, List.of(url), RedundancyNodes::joined);
        }
        return byHost.values().stream()
                .map(urls -> new EndpointUrlListDataType(urls.toArray(new String[0])))
                .toArray(EndpointUrlListDataType[]::new);
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
    }
}
