package dev.pollux.failover;

import java.util.Optional;

/**
 * Who the client is for the server.
 *
 * @param user user name, or empty for anonymous
 * @param password password of the user; empty for anonymous. Never printed
 */
public record Identity(Optional<String> user, String password) {

    /** Checks that a user name has at least one character. */
    public Identity {
        user.ifPresent(name -> Check.notBlank("identity.user", name));
    }

    /** Nobody in particular. */
    public static Identity anonymous() {
        return new Identity(Optional.empty(), "");
    }

    /** A user with a password. */
    public static Identity user(String user, String password) {
        return new Identity(Optional.of(user), password);
    }

    @Override
    public String toString() {
        return user.map(name -> "user " + name).orElse("anonymous");
    }
}
