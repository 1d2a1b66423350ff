package dev.pollux.failover.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundancySupport;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointUrlListDataType;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.NetworkGroupDataType;
import org.eclipse.milo.opcua.stack.core.types.structured.RedundantServerDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one member who else belongs to the set: Server.ServerRedundancy for the names (OPC 10000-5 §6.3.13), FindServers
 * and ServerNetworkGroups for the addresses (OPC 10000-4 §6.6.2.4.5.1). FindServers goes over the session's own
 * channel, so that on a secured channel nobody can slip in a false member.
 */
final class SetReading {
    private static final Logger LOG = LoggerFactory.getLogger(SetReading.class);
    private static final int ITEMS_PER_CALL_MAX = 1000;
    private static final List<NodeId> NODES = List.of(
            NodeIds.Server_ServerRedundancy_RedundancySupport,
            NodeIds.Server_ServerRedundancy_ServerUriArray,
            NodeIds.Server_ServerRedundancy_RedundantServerArray,
            NodeIds.Server_ServerRedundancy_ServerNetworkGroups,
            NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall);

    private final OpcUaClient client;
    private final String url;

    SetReading(OpcUaClient client, String url) {
        this.client = client;
        this.url = url;
    }

    /** What was read. */
    record Reading(SetDescription set, int itemsPerCall) {}

    CompletableFuture<Reading> read() {
        return client.readValuesAsync(0.0, TimestampsToReturn.Neither, NODES).thenCompose(values -> {
            int itemsPerCall = itemsPerCall(values.get(4));
            Optional<RedundancySupport> support = support(values.get(0));
            if (support.isEmpty()) {
                return CompletableFuture.completedFuture(
                        new Reading(new SetDescription(false, FailoverMode.HOT, List.of()), itemsPerCall));
            }
            FailoverMode mode = mode(support.get());
            return findServers()
                    .thenApply(
                            found -> new Reading(new SetDescription(true, mode, members(values, found)), itemsPerCall));
        });
    }

    private static Optional<RedundancySupport> support(DataValue value) {
        Object support = value.value().value();
        RedundancySupport known = support instanceof Integer number
                ? RedundancySupport.from(number)
                : support instanceof RedundancySupport same ? same : null;
        return Optional.ofNullable(known).filter(each -> each != RedundancySupport.None);
    }

    /** A client may treat a set as one of a lesser mode; a mirrored one it treats as Hot. */
    private static FailoverMode mode(RedundancySupport support) {
        return switch (support) {
            case Cold -> FailoverMode.COLD;
            case Warm -> FailoverMode.WARM;
            case None, Hot, Transparent, HotAndMirrored -> FailoverMode.HOT;
        };
    }

    private static int itemsPerCall(DataValue value) {
        return value.value().value() instanceof UInteger limit && limit.longValue() > 0
                ? (int) Math.min(limit.longValue(), ITEMS_PER_CALL_MAX)
                : ITEMS_PER_CALL_MAX;
    }

    private CompletableFuture<List<ApplicationDescription>> findServers() {
        FindServersRequest request =
                new FindServersRequest(client.newRequestHeader(), url, new String[0], new String[0]);
        return client.sendRequestAsync(request)
                .thenApply(response -> {
                    ApplicationDescription[] servers = ((FindServersResponse) response).getServers();
                    return servers == null ? List.<ApplicationDescription>of() : Arrays.asList(servers);
                })
                .exceptionally(failure -> {
                    LOG.warn("{}: FindServers failed, the addresses of the other members stay unknown", url, failure);
                    return List.of();
                });
    }

    private List<ServerAddress> members(List<DataValue> values, List<ApplicationDescription> found) {
        Map<String, ServerAddress> members = new LinkedHashMap<>();
        Stream<String> named =
                values.get(1).value().value() instanceof String[] uris ? Arrays.stream(uris) : Stream.empty();
        Stream<String> live =
                decode(values.get(2), RedundantServerDataType.class).map(RedundantServerDataType::getServerId);
        Stream.concat(named, live)
                .filter(uri -> uri != null && !uri.isBlank())
                .distinct()
                .limit(SetDescription.MEMBERS_MAX)
                .forEach(uri -> members.put(uri, new ServerAddress(uri, "", List.of())));
        for (ApplicationDescription server : found) {
            String text = server.getApplicationName() == null
                    ? null
                    : server.getApplicationName().text();
            add(members, server.getApplicationUri(), text == null ? "" : text, server.getDiscoveryUrls());
        }
        decode(values.get(3), NetworkGroupDataType.class).forEach(group -> {
            EndpointUrlListDataType[] paths = group.getNetworkPaths();
            if (paths != null) {
                for (EndpointUrlListDataType path : paths) {
                    add(members, group.getServerUri(), "", path.getEndpointUrlList());
                }
            }
        });
        return List.copyOf(members.values());
    }

    private static void add(Map<String, ServerAddress> members, String uri, String name, String[] urls) {
        members.computeIfPresent(uri, (key, known) -> {
            List<String> all = new ArrayList<>(known.urls());
            if (urls != null) {
                Arrays.stream(urls)
                        .filter(each -> each != null && each.startsWith("opc.tcp://"))
                        .forEach(all::add);
            }
            return new ServerAddress(key, known.name().isEmpty() ? name : known.name(), all);
        });
    }

    private <T extends UaStructuredType> Stream<T> decode(DataValue value, Class<T> type) {
        if (!(value.value().value() instanceof ExtensionObject[] coded)) {
            return Stream.empty();
        }
        try {
            return Arrays.stream(coded)
                    .map(each -> each.decode(client.getStaticEncodingContext()))
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList()
                    .stream();
        } catch (UaSerializationException e) {
            LOG.warn("{}: {} cannot be decoded and is ignored", url, type.getSimpleName(), e);
            return Stream.empty();
        }
    }
}
