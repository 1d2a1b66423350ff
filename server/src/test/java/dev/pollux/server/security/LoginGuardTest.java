package dev.pollux.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginGuardTest {
    private final LoginGuard guard = new LoginGuard(Set.of("olga"));

    @Test
    void tenWrongPasswordsWithinAMinuteLockForAMinute() {
        for (int i = 0; i < 9; i++) {
            assertThat(guard.failed("olga", at(i))).isFalse();
        }
        assertThat(guard.isLocked("olga", at(9))).isFalse();

        assertThat(guard.failed("olga", at(9))).isTrue();

        assertThat(guard.isLocked("olga", at(68))).isTrue();
        assertThat(guard.isLocked("olga", at(69))).isFalse();
        assertThat(guard.failed("olga", at(70))).isFalse();
    }

    @Test
    void slowMistakesAndMistakesBeforeASuccessDoNotAddUp() {
        for (int i = 0; i < 100; i++) {
            assertThat(guard.failed("olga", at(i * 7L))).isFalse();
        }
        for (int i = 0; i < 9; i++) {
            assertThat(guard.failed("olga", at(1000))).isFalse();
        }
        guard.succeeded("olga");
        assertThat(guard.failed("olga", at(1001))).isFalse();
    }

    // Otherwise a stranger could fill the table with invented names.
    @Test
    void unknownNamesAreNotCounted() {
        for (int i = 0; i < 50; i++) {
            assertThat(guard.failed("nobody", at(i))).isFalse();
        }
        assertThat(guard.isLocked("nobody", at(50))).isFalse();
    }

    private static long at(long seconds) {
        // Monotonic clocks may start anywhere, also shortly before they overflow.
        return Long.MAX_VALUE
                - Duration.ofSeconds(30).toNanos()
                + Duration.ofSeconds(seconds).toNanos();
    }
}
