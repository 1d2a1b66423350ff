package dev.pollux.server.space.system;

import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Roles;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/** Tells sessions without the needed role that they may only read a variable. */
final class UserAccess implements AttributeFilter {
    private static final UByte READ = Unsigned.ubyte(1);

    private final Role neededToWrite;

    UserAccess(Role neededToWrite) {
        this.neededToWrite = neededToWrite;
    }

    @Override
    public @Nullable Object getAttribute(AttributeFilterContext context, AttributeId attribute) {
        boolean mayWrite = context.getSession()
                .map(session -> Roles.atLeast(session, neededToWrite))
                .orElse(true);
        return attribute == AttributeId.UserAccessLevel && !mayWrite ? READ : context.getAttribute(attribute);
    }
}
