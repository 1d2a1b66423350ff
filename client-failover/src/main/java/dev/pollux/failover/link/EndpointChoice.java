package dev.pollux.failover.link;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** Picks the endpoint of a server that has the wanted security and lets the wanted user in. */
final class EndpointChoice {
    private EndpointChoice() {}

    /**
     * The endpoint to use, with the host by which the server was reached: servers often name themselves by a host name
     * that only their own network knows.
     */
    static EndpointDescription choose(List<EndpointDescription> offered, LinkSettings settings, String reachedBy)
            throws UaException {
        String policy = (settings.keys().isPresent() ? SecurityPolicy.Basic256Sha256 : SecurityPolicy.None).getUri();
        MessageSecurityMode mode = mode(settings);
        UserTokenType token = settings.user().isPresent() ? UserTokenType.UserName : UserTokenType.Anonymous;

        EndpointDescription best = offered.stream()
                .filter(endpoint -> Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(endpoint.getTransportProfileUri()))
                .filter(endpoint -> policy.equals(endpoint.getSecurityPolicyUri()))
                .filter(endpoint -> endpoint.getSecurityMode() == mode)
                .filter(endpoint -> tokens(endpoint).anyMatch(offer -> offer.getTokenType() == token))
                .max(Comparator.comparing(
                        EndpointDescription::getSecurityLevel,
                        Comparator.comparing(level -> level == null ? 0 : level.intValue())))
                .orElseThrow(() -> new UaException(
                        StatusCodes.Bad_SecurityPolicyRejected,
                        reachedBy + " has no endpoint with " + name(policy) + "/" + mode + " for " + token
                                + "; it offers " + describe(offered)));
        String host = Objects.requireNonNullElse(EndpointUtil.getHost(reachedBy), "localhost");
        return EndpointUtil.updateUrl(best, host);
    }

    private static MessageSecurityMode mode(LinkSettings settings) {
        if (settings.keys().isEmpty()) {
            return MessageSecurityMode.None;
        }
        return settings.encrypt() ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.Sign;
    }

    static Stream<UserTokenPolicy> tokens(EndpointDescription endpoint) {
        UserTokenPolicy[] tokens = endpoint.getUserIdentityTokens();
        return tokens == null ? Stream.empty() : Arrays.stream(tokens);
    }

    private static String describe(List<EndpointDescription> offered) {
        return offered.stream()
                .map(endpoint -> name(endpoint.getSecurityPolicyUri()) + "/" + endpoint.getSecurityMode() + " for "
                        + tokens(endpoint)
                                .map(token -> String.valueOf(token.getTokenType()))
                                .distinct()
                                .collect(Collectors.joining("+")))
                .distinct()
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String name(String policyUri) {
        return policyUri.substring(policyUri.indexOf('#') + 1);
    }
}
