package dev.pollux.server.space.system;

import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.jspecify.annotations.Nullable;

/**
 * What a client may be told of the addresses of this station: none of those that are for the partner only, unless
 * it asks at one of them, as the partner does. GetEndpoints and CreateSession must tell the same (OPC 10000-4 §5.7.2).
 *
 * @param partners authorities of the endpoints for the partner only, in small letters
 */
public record ClientAddresses(Set<String> partners) {
    public ClientAddresses {
        partners = Set.copyOf(partners);
    }

    /** Those of a station. */
    public static ClientAddresses of(StationConfig station) {
        return new ClientAddresses(station.endpoints().stream()
                .filter(Endpoint::partnerOnly)
                .map(endpoint -> authority(endpoint.url()))
                .collect(Collectors.toSet()));
    }

    /**
     * Leaves out what is not for the one who asks; unless nothing would be left, as for one that asks at another port
     * of the partner's address: who has come this far gets an answer.
     *
     * @param asked the address that the request names
     */
    public EndpointDescription @Nullable [] endpoints(
            @Nullable String asked, EndpointDescription @Nullable [] offered) {
        if (offered == null) {
            return null;
        }
        EndpointDescription[] left = Arrays.stream(offered)
                .filter(each -> shown(asked).test(each.getEndpointUrl()))
                .toArray(EndpointDescription[]::new);
        return Arrays.stream(left.length == 0 ? offered : left)
                .map(each -> discreet(each, asked))
                .toArray(EndpointDescription[]::new);
    }

    /** Each endpoint also names the server with all its addresses. */
    private EndpointDescription discreet(EndpointDescription endpoint, @Nullable String asked) {
        return new EndpointDescription(
                endpoint.getEndpointUrl(),
                server(asked, endpoint.getServer()),
                endpoint.getServerCertificate(),
                endpoint.getSecurityMode(),
                endpoint.getSecurityPolicyUri(),
                endpoint.getUserIdentityTokens(),
                endpoint.getTransportProfileUri(),
                endpoint.getSecurityLevel());
    }

    /** The same for the addresses of a server. */
    ApplicationDescription server(@Nullable String asked, ApplicationDescription all) {
        return new ApplicationDescription(
                all.getApplicationUri(),
                all.getProductUri(),
                all.getApplicationName(),
                all.getApplicationType(),
                all.getGatewayServerUri(),
                all.getDiscoveryProfileUri(),
                urls(asked, all.getDiscoveryUrls()));
    }

    private @Nullable String @Nullable [] urls(@Nullable String asked, @Nullable String @Nullable [] offered) {
        if (offered == null) {
            return null;
        }
        String[] left = Arrays.stream(offered).filter(shown(asked)).toArray(String[]::new);
        return left.length == 0 ? offered : left;
    }

    private Predicate<@Nullable String> shown(@Nullable String asked) {
        boolean byPartner = partners.contains(authority(asked));
        return url -> byPartner || !partners.contains(authority(url));
    }

    private static String authority(@Nullable String url) {
        try {
            String authority = url == null ? null : new URI(url).getAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException nobodysAddress) {
            return "";
        }
    }
}
