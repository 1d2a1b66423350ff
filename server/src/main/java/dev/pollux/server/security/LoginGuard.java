package dev.pollux.server.security;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Slows down guessing: after too many wrong passwords for a user within a window, that user is refused for a while,
 * right password or not. Only known users are counted, so the table never grows beyond the project's users.
 * Thread-safe.
 */
final class LoginGuard {
    static final int FAILURES_MAX = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final Duration LOCKOUT = Duration.ofMinutes(1);

    private final Set<String> knownUsers;
    private final Map<String, Deque<Long>> failures = new HashMap<>();
    private final Map<String, Long> lockedUntil = new HashMap<>();

    LoginGuard(Set<String> knownUsers) {
        this.knownUsers = Set.copyOf(knownUsers);
    }

    /** Whether the user must be refused without looking at the password. Times are monotonic nanoseconds. */
    synchronized boolean isLocked(String user, long now) {
        Long until = lockedUntil.get(user);
        if (until == null) {
            return false;
        }
        if (now - until < 0) {
            return true;
        }
        lockedUntil.remove(user);
        failures.remove(user);
        return false;
    }

    /** Notes a wrong password; true if this one locked the user. */
    synchronized boolean failed(String user, long now) {
        if (!knownUsers.contains(user)) {
            return false;
        }
        Deque<Long> recent = failures.computeIfAbsent(user, key -> new ArrayDeque<>(FAILURES_MAX));
        while (!recent.isEmpty() && now - recent.getFirst() >= WINDOW.toNanos()) {
            recent.removeFirst();
        }
        recent.addLast(now);
        if (recent.size() < FAILURES_MAX) {
            return false;
        }
        lockedUntil.put(user, now + LOCKOUT.toNanos());
        recent.clear();
        return true;
    }

    synchronized void succeeded(String user) {
        failures.remove(user);
    }
}
