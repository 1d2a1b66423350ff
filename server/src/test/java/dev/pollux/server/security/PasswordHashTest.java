package dev.pollux.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PasswordHashTest {

    @Test
    void onlyTheRightPasswordBelongsToTheHash() {
        String hash = PasswordHash.hash("correct horse ö".toCharArray());

        assertThat(PasswordHash.verify("correct horse ö".toCharArray(), hash)).isTrue();
        assertThat(PasswordHash.verify("correct horse o".toCharArray(), hash)).isFalse();
        assertThat(PasswordHash.verify(new char[0], hash)).isFalse();
        assertThat(hash).matches("pbkdf2-sha256:210000:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{43}=");
    }

    // Equal hashes would tell that two users have the same password.
    @Test
    void samePasswordGivesAnotherHashEachTime() {
        assertThat(PasswordHash.hash("secret".toCharArray())).isNotEqualTo(PasswordHash.hash("secret".toCharArray()));
    }

    // Computed with an independent implementation of PBKDF2 (Python's hashlib), so that hashes outlive this class.
    @Test
    void agreesWithAnotherImplementation() {
        String hash = "pbkdf2-sha256:210000:AAECAwQFBgcICQoLDA0ODw==:J5QRvD1Z+obcYYxnetTXcirZPRviRDbu5UQFRTBGf8w=";

        assertThat(PasswordHash.verify("pollux".toCharArray(), hash)).isTrue();
        assertThat(PasswordHash.verify("castor".toCharArray(), hash)).isFalse();
    }

    @Test
    void passwordIsNotChangedAndMustNotBeEmpty() {
        char[] password = "secret".toCharArray();
        PasswordHash.hash(password);

        assertThat(password).isEqualTo("secret".toCharArray());
        assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.hash(new char[0]));
    }

    // A weak or absurdly expensive hash in a tampered file must not be obeyed.
    @Test
    void otherFormsAndIterationCountsAreRefused() {
        String good = PasswordHash.hash("secret".toCharArray());
        for (String bad : new String[] {
            "",
            "secret",
            good + "x",
            good.replace("210000", "209999"),
            good.replace("210000", "99999999"),
            good.replace("sha256", "sha1"),
        }) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> PasswordHash.verify("secret".toCharArray(), bad))
                    .withMessageContaining("pbkdf2-sha256");
        }
    }
}
