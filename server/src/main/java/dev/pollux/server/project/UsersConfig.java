package dev.pollux.server.project;

import java.util.List;
import java.util.Optional;

/**
 * Who may log in.
 *
 * @param anonymous role of sessions without a user name; empty: anonymous sessions are refused
 * @param users named users
 */
public record UsersConfig(Optional<Role> anonymous, List<User> users) {
    public UsersConfig {
        users = List.copyOf(users);
        if (users.stream().map(User::name).distinct().count() < users.size()) {
            throw new IllegalArgumentException("login names must be unique");
        }
    }

    /** What a user may do; each role includes the ones before it. Names follow OPC 10000-18 §4.3. */
    public enum Role {
        /** Browse, read and subscribe. */
        OBSERVER,
        /** Also write tags. */
        OPERATOR,
        /** Also switch over. */
        SUPERVISOR,
        /** Everything. */
        CONFIGURE_ADMIN
    }

    /**
     * A named user.
     *
     * @param name unique login name
     * @param passwordHash {@code pbkdf2-sha256:<iterations>:<base64 salt>:<base64 hash>}, made by
     *     {@code pollux hash-password}
     * @param role what the user may do
     */
    public record User(String name, String passwordHash, Role role) {
        public User {
            if (name.isBlank() || passwordHash.isBlank()) {
                throw new IllegalArgumentException("user \"" + name + "\" needs a name and a password hash");
            }
        }

        /** Without the hash: it does not belong into a log. */
        @Override
        public String toString() {
            return "User[name=" + name + ", role=" + role + "]";
        }
    }
}
