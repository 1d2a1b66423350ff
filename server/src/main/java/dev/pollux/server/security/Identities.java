package dev.pollux.server.security;

import dev.pollux.server.project.UsersConfig;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.project.UsersConfig.User;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.AbstractUsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.DefaultAnonymousIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.DefaultUsernameIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.Identity.AnonymousIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.Identity.UsernameIdentity;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.AnonymousIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.types.structured.UserNameIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who a session belongs to and with which role. Anonymous sessions get the project's role for them or are
 * refused with Bad_IdentityTokenRejected; the partner station may always come in as observer, because its certificate
 * identifies it. A wrong user or password is answered with Bad_UserAccessDenied, whichever of the two was wrong.
 */
public final class Identities extends AbstractUsernameIdentityValidator {
    private static final Logger LOG = LoggerFactory.getLogger(Identities.class);
    /** Hashing is slow on purpose; more at the same time would let a flood of logins starve the station. */
    private static final int CHECKS_AT_ONCE_MAX = 4;

    private static final long CHECK_WAIT_SECONDS = 5;

    private final Optional<Role> anonymous;
    private final Map<String, User> users;
    private final PasswordCheck passwords;
    private final Predicate<X509Certificate> partner;
    private final SessionGate gate;
    private final LongSupplier nanoTime;
    private final LoginGuard guard;
    private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE_MAX);

    /**
     * Validates against the project's users.
     *
     * @param config users and the role of anonymous sessions
     * @param passwords compares password and hash
     * @param partner whether a certificate is the partner station's
     * @param gate says who may come in now; others are refused with Bad_ServerHalted
     * @param nanoTime monotonic clock
     */
    public Identities(
            UsersConfig config,
            PasswordCheck passwords,
            Predicate<X509Certificate> partner,
            SessionGate gate,
            LongSupplier nanoTime) {
        anonymous = config.anonymous();
        users = config.users().stream().collect(Collectors.toUnmodifiableMap(User::name, Function.identity()));
        this.passwords = passwords;
        this.partner = partner;
        this.gate = gate;
        this.nanoTime = nanoTime;
        guard = new LoginGuard(users.keySet());
    }

    @Override
    public Set<UserTokenType> getSupportedTokenTypes() {
        return Set.of(UserTokenType.Anonymous, UserTokenType.UserName);
    }

    @Override
    protected AnonymousIdentity validateAnonymousToken(
            Session session, AnonymousIdentityToken token, UserTokenPolicy policy, SignatureData signature)
            throws UaException {
        Optional<Role> role = anonymous;
        if (role.isEmpty() && isPartner(session)) {
            role = Optional.of(Role.OBSERVER);
        }
        DefaultAnonymousIdentity identity = new DefaultAnonymousIdentity();
        identity.setUserData(role.orElseThrow(
                () -> new UaException(StatusCodes.Bad_IdentityTokenRejected, "anonymous sessions are not allowed")));
        pass(session, role);
        return identity;
    }

    private boolean isPartner(Session session) {
        return Caller.certificate(session).filter(partner).isPresent();
    }

    private void pass(Session session, Optional<Role> role) throws UaException {
        if (!gate.admits(isPartner(session), role)) {
            throw new UaException(
                    StatusCodes.Bad_ServerHalted,
                    "no clients now: " + gate.closedBecause().orElse("opened just now"));
        }
    }

    @Override
    protected UsernameIdentity validateUsernameToken(
            Session session, UserNameIdentityToken token, UserTokenPolicy policy, SignatureData signature)
            throws UaException {
        String algorithm = token.getEncryptionAlgorithm();
        if ((algorithm == null || algorithm.isEmpty())
                && session.getSecurityConfiguration().getSecurityPolicy() == SecurityPolicy.None) {
            throw new UaException(StatusCodes.Bad_IdentityTokenInvalid, "the password must be encrypted");
        }
        UsernameIdentity identity = super.validateUsernameToken(session, token, policy, signature);
        if (identity.getUserData() instanceof Refusal refusal) {
            throw new UaException(refusal.statusCode, "login refused");
        }
        pass(session, identity.getUserData() instanceof Role role ? Optional.of(role) : Optional.empty());
        return identity;
    }

    /** Refusals are returned as identities too, because the overridden method knows only one status for them. */
    @Override
    protected UsernameIdentity authenticateUsernamePassword(Session session, String name, String password) {
        DefaultUsernameIdentity identity = new DefaultUsernameIdentity(name);
        identity.setUserData(login(name, password, Caller.of(session).address()));
        return identity;
    }

    private Object login(String name, String password, String address) {
        if (guard.isLocked(name, nanoTime.getAsLong())) {
            LOG.warn("login of {} from {} refused: locked after too many wrong passwords", name, address);
            return Refusal.DENIED;
        }
        try {
            if (!checks.tryAcquire(CHECK_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("login of {} from {} refused: too many logins at the same time", name, address);
                return Refusal.BUSY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Refusal.BUSY;
        }
        try {
            return check(name, password, address);
        } catch (IllegalArgumentException e) {
            LOG.error("password hash of the project is not usable, login of {} refused", name, e);
            return Refusal.DENIED;
        } finally {
            checks.release();
        }
    }

    private Object check(String name, String password, String address) {
        User user = users.get(name);
        char[] characters = password.toCharArray();
        try {
            if (user != null && passwords.matches(characters, user.passwordHash())) {
                guard.succeeded(name);
                return user.role();
            }
            if (user == null && !users.isEmpty()) {
                // Takes as long as for a known user, so that the answer does not tell which names exist.
                boolean ignored = passwords.matches(
                        characters, users.values().iterator().next().passwordHash());
                LOG.debug("login of unknown user, same hash as another user: {}", ignored);
            }
        } finally {
            Arrays.fill(characters, '\0');
        }
        LOG.warn("login of {} from {} refused: wrong user or password", name, address);
        if (guard.failed(name, nanoTime.getAsLong())) {
            LOG.warn("user {} is locked for {} s after too many wrong passwords", name, LoginGuard.LOCKOUT.toSeconds());
        }
        return Refusal.DENIED;
    }

    private enum Refusal {
        DENIED(StatusCodes.Bad_UserAccessDenied),
        BUSY(StatusCodes.Bad_TooManyOperations);

        private final long statusCode;

        Refusal(long statusCode) {
            this.statusCode = statusCode;
        }
    }
}
