package dev.pollux.failover;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the channel to a member is secured.
 *
 * <p>With {@link Mode#SIGN} and {@link Mode#SIGN_AND_ENCRYPT} the policy is Basic256Sha256. Key pair and certificate
 * live in the PKI directory and are made there on first use ({@code own/client.p12}, and {@code own/client.der} for the
 * server's operator to trust). Servers are trusted if {@code trusted/certs} (with {@code trusted/crl},
 * {@code issuer/certs}, {@code issuer/crl}) says so; a refused certificate is put into {@code
 * rejected/certs}, from where it can be moved to {@code trusted/certs}, which takes effect at the next attempt.
 *
 * <p>The library uses the algorithms of the JDK only and registers no security provider.
 *
 * @param mode message security mode
 * @param pkiDirectory own keys and trusted certificates; required unless the mode is {@link Mode#NONE}
 * @param trustAll true accepts every server certificate without looking: for trying out only
 */
public record ClientSecurity(Mode mode, Optional<Path> pkiDirectory, boolean trustAll) {

    /** Message security mode. */
    public enum Mode {
        /** No security: anybody on the network can read and change the traffic. */
        NONE,
        /** Basic256Sha256, signed but readable. */
        SIGN,
        /** Basic256Sha256, signed and encrypted. */
        SIGN_AND_ENCRYPT
    }

    /** Checks that a secured mode has a directory. */
    public ClientSecurity {
        if (mode != Mode.NONE && pkiDirectory.isEmpty()) {
            throw new IllegalArgumentException(
                    "security.pkiDirectory is missing, security.mode " + mode + " needs a directory for keys");
        }
    }

    /** No security. */
    public static ClientSecurity none() {
        return new ClientSecurity(Mode.NONE, Optional.empty(), false);
    }

    /** Basic256Sha256, signed, servers trusted by directory. */
    public static ClientSecurity sign(Path pkiDirectory) {
        return new ClientSecurity(Mode.SIGN, Optional.of(pkiDirectory), false);
    }

    /** Basic256Sha256, signed and encrypted, servers trusted by directory. */
    public static ClientSecurity signAndEncrypt(Path pkiDirectory) {
        return new ClientSecurity(Mode.SIGN_AND_ENCRYPT, Optional.of(pkiDirectory), false);
    }

    /** The same, but every server certificate is accepted: for trying out only. */
    public ClientSecurity trustingAll() {
        return new ClientSecurity(mode, pkiDirectory, true);
    }
}
