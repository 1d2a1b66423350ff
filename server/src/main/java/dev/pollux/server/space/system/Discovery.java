package dev.pollux.server.space.system;

import dev.pollux.server.space.system.Topology.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultDiscoveryServiceSet;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerOnNetwork;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/**
 * FindServers with every member of the set, and FindServersOnNetwork, whose records also carry the capability NTRS that
 * a member of a non-transparent set has (OPC 10000-12 Annex D). One reachable member is enough to find the rest.
 */
public final class Discovery extends DefaultDiscoveryServiceSet {
    private static final String[] CAPABILITIES = {"DA", "NTRS"};

    private final Supplier<Topology> topology;
    private final Answers answers;

    /**
     * What answers depend on beside the set.
     *
     * @param addresses which of the own ones clients are told
     * @param startTime since when records are counted
     */
    public record Answers(ClientAddresses addresses, DateTime startTime) {}

    /**
     * For a server.
     *
     * @param productUri of all members
     * @param applicationName of a member by its name, the same as the member itself gives
     * @param topology the set as it is now
     */
    public Discovery(
            OpcUaServer server,
            String productUri,
            UnaryOperator<String> applicationName,
            Supplier<Topology> topology,
            Answers answers) {
        super(
                server,
                () -> topology.get().others().stream()
                        .map(member -> description(member, productUri, applicationName.apply(member.name())))
                        .toList());
        this.topology = topology;
        this.answers = answers;
    }

    private static ApplicationDescription description(Member member, String productUri, String applicationName) {
        return new ApplicationDescription(
                member.applicationUri(),
                productUri,
                LocalizedText.english(applicationName),
                ApplicationType.Server,
                null,
                null,
                member.discoveryUrls().toArray(new String[0]));
    }

    @Override
    public GetEndpointsResponse onGetEndpoints(ServiceRequestContext context, GetEndpointsRequest request) {
        GetEndpointsResponse all = super.onGetEndpoints(context, request);
        return new GetEndpointsResponse(
                all.getResponseHeader(), answers.addresses().endpoints(request.getEndpointUrl(), all.getEndpoints()));
    }

    @Override
    public FindServersResponse onFindServers(ServiceRequestContext context, FindServersRequest request) {
        FindServersResponse all = super.onFindServers(context, request);
        ApplicationDescription[] servers = all.getServers();
        return servers == null
                ? all
                : new FindServersResponse(
                        all.getResponseHeader(),
                        Arrays.stream(servers)
                                .map(each -> answers.addresses().server(request.getEndpointUrl(), each))
                                .toArray(ApplicationDescription[]::new));
    }

    @Override
    public FindServersOnNetworkResponse onFindServersOnNetwork(
            ServiceRequestContext context, FindServersOnNetworkRequest request) {
        long start = request.getStartingRecordId().longValue();
        long max = request.getMaxRecordsToReturn().longValue();
        String[] filter = request.getServerCapabilityFilter();
        List<ServerOnNetwork> records = new ArrayList<>();
        boolean wanted = filter == null || Arrays.asList(CAPABILITIES).containsAll(Arrays.asList(filter));
        long id = 0;
        for (Member member : wanted ? topology.get().members() : List.<Member>of()) {
            for (String url : member.discoveryUrls()) {
                id++;
                if (id >= start && (max == 0 || records.size() < max)) {
                    records.add(new ServerOnNetwork(Unsigned.uint(id), member.name(), url, CAPABILITIES));
                }
            }
        }
        ResponseHeader header = new ResponseHeader(
                DateTime.now(),
                request.getRequestHeader().getRequestHandle(),
                StatusCode.GOOD,
                DiagnosticInfo.NULL_VALUE,
                null,
                null);
        return new FindServersOnNetworkResponse(header, answers.startTime(), records.toArray(new ServerOnNetwork[0]));
    }
}
