package dev.pollux.server.security;

import dev.pollux.server.project.StationConfig.Endpoint;
import dev.pollux.server.project.StationConfig.Security;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/**
 * The endpoints that a station offers: for each listening address what the configuration allows, and beside it one
 * without security that answers discovery only (OPC 10000-4 §5.5.1), at the address with {@code /discovery} appended.
 */
public final class Endpoints {
    /** Appended to the EndpointUrl of the endpoint for discovery. */
    public static final String DISCOVERY = "/discovery";

    private Endpoints() {}

    /**
     * Builds them.
     *
     * @param endpoints as configured
     * @param certificate of the station
     */
    public static Set<EndpointConfig> of(List<Endpoint> endpoints, X509Certificate certificate) {
        Set<EndpointConfig> configs = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints) {
            String path = URI.create(endpoint.url()).getPath();
            for (Security security : Security.values()) {
                if (endpoint.security().contains(security)) {
                    configs.add(secured(base(endpoint, path, certificate), security));
                }
            }
            configs.add(base(endpoint, path + DISCOVERY, certificate).build());
        }
        return configs;
    }

    private static EndpointConfig secured(EndpointConfig.Builder base, Security security) {
        return switch (security) {
            case NONE -> base.build();
            case SIGN ->
                base.setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                        .setSecurityMode(MessageSecurityMode.Sign)
                        .build();
            case SIGN_AND_ENCRYPT ->
                base.setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                        .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
                        .build();
        };
    }

    private static EndpointConfig.Builder base(Endpoint endpoint, String path, X509Certificate certificate) {
        return EndpointConfig.newBuilder()
                .setHostname(endpoint.host())
                .setBindAddress(endpoint.bind())
                .setBindPort(endpoint.port())
                .setPath(path)
                .setCertificate(certificate)
                .addTokenPolicies(
                        OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS, OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME);
    }
}
