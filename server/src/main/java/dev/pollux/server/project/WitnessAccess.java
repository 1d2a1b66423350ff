package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How one station proves to the witness who it is, and how it knows that it speaks with the witness.
 *
 * @param user of etcd; goes with the password
 * @param password where it stands
 * @param authority file with the certificates (PEM) that the witness's own must come from; absolute. Without it those
 *     that Java trusts
 * @param certificate file with this station's certificate (PEM) for the witness; goes with the key; absolute
 * @param key file with its key (PEM, PKCS#8); absolute
 */
public record WitnessAccess(
        Optional<String> user,
        Optional<Secret> password,
        Optional<Path> authority,
        Optional<Path> certificate,
        Optional<Path> key) {
    /** Anybody may ask. */
    public static final WitnessAccess OPEN =
            new WitnessAccess(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public WitnessAccess {
        if (user.isPresent() != password.isPresent() || certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a user needs a password, and a certificate its key");
        }
    }
}
