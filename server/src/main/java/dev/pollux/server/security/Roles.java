package dev.pollux.server.security;

import dev.pollux.server.project.UsersConfig.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.RoleMapper;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The role of a session. It is decided once, when the session is activated, and travels with the identity, so that
 * looking it up costs nothing on the path of every read.
 */
public final class Roles {
    private Roles() {}

    /** The role of a session; empty before it is activated, which means: no rights. */
    public static Optional<Role> of(@Nullable Session session) {
        return session == null ? Optional.empty() : of(session.getIdentity());
    }

    private static Optional<Role> of(@Nullable Identity identity) {
        return identity != null && identity.getUserData() instanceof Role role ? Optional.of(role) : Optional.empty();
    }

    /** Whether a session has at least this role; each role includes the ones before it. */
    public static boolean atLeast(@Nullable Session session, Role needed) {
        return of(session).map(role -> role.compareTo(needed) >= 0).orElse(false);
    }

    /** Tells the stack the well-known roles (OPC 10000-18 §4.3) of an identity. */
    public static RoleMapper mapper() {
        return identity -> {
            List<NodeId> ids = new ArrayList<>();
            ids.add(NodeIds.WellKnownRole_Anonymous);
            if (!(identity instanceof Identity.AnonymousIdentity)) {
                ids.add(NodeIds.WellKnownRole_AuthenticatedUser);
            }
            of(identity).ifPresent(role -> {
                for (Role each : Role.values()) {
                    if (each.compareTo(role) <= 0) {
                        ids.add(wellKnown(each));
                    }
                }
                if (role == Role.CONFIGURE_ADMIN) {
                    ids.add(NodeIds.WellKnownRole_SecurityAdmin);
                }
            });
            return ids;
        };
    }

    private static NodeId wellKnown(Role role) {
        return switch (role) {
            case OBSERVER -> NodeIds.WellKnownRole_Observer;
            case OPERATOR -> NodeIds.WellKnownRole_Operator;
            case SUPERVISOR -> NodeIds.WellKnownRole_Supervisor;
            case CONFIGURE_ADMIN -> NodeIds.WellKnownRole_ConfigureAdmin;
        };
    }
}
