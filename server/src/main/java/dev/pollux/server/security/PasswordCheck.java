package dev.pollux.server.security;

/** Compares a password with a stored hash. May take long on purpose; thread-safe. */
@FunctionalInterface
public interface PasswordCheck {
    /**
     * Whether the password belongs to the hash.
     *
     * @param password is wiped by the caller afterwards
     * @param hash as written in the project
     */
    boolean matches(char[] password, String hash);
}
