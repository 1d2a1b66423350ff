package dev.pollux.server.security;

import dev.pollux.server.project.UsersConfig.Role;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;

/**
 * Who is behind a session.
 *
 * @param user login name, empty for anonymous
 * @param role what the user may do
 * @param address network address, empty if unknown
 * @param certificateThumbprint SHA-1 of the client's certificate in lower-case hex; empty without message security
 */
public record Caller(String user, Optional<Role> role, String address, Optional<String> certificateThumbprint) {

    /** Of a session. */
    public static Caller of(Session session) {
        String user = session.getClientUserId();
        return new Caller(
                user == null ? "" : user,
                Roles.of(session),
                session.getClientAddress() == null
                        ? ""
                        : session.getClientAddress().getHostAddress(),
                certificate(session).map(Pki::thumbprint));
    }

    /** The client's certificate; present only if the secure channel proved its possession. */
    public static Optional<X509Certificate> certificate(Session session) {
        var security = session.getSecurityConfiguration();
        return security.getSecurityPolicy() == SecurityPolicy.None
                ? Optional.empty()
                : Optional.ofNullable(security.getClientCertificate());
    }
}
