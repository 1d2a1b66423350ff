package dev.pollux.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.server.space.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
    private static final String PARTNER = "urn:pollux:Waterworks:POLLUX";
    private static final Pki.Subject SUBJECT = new Pki.Subject(
            "CASTOR", "urn:pollux:Waterworks:CASTOR", List.of("castor.local", "10.0.0.1", "castor.local"));

    @TempDir
    Path folder;

    @Test
    void certificateIsMadeOnceAndSaysWhoTheStationIs() throws Exception {
        X509Certificate first;
        try (Pki pki = Pki.open(folder, SUBJECT, false)) {
            first = pki.certificate();
            assertThat(CertificateUtil.getSanUri(first)).contains(SUBJECT.applicationUri());
            assertThat(CertificateUtil.getSanDnsNames(first)).containsExactly("castor.local");
            assertThat(CertificateUtil.getSanIpAddresses(first)).containsExactly("10.0.0.1");
            assertThat(Files.readAllBytes(folder.resolve("own/station.der"))).isEqualTo(first.getEncoded());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("own/station.p12"))))
                    .isEqualTo("rw-------");
        }
        try (Pki again = Pki.open(folder, SUBJECT, false)) {
            assertThat(again.certificate()).isEqualTo(first);
            assertThat(again.keyPair().getPublic()).isEqualTo(first.getPublicKey());
        }
    }

    // A copied data directory would give two stations the same identity.
    @Test
    void certificateOfAnotherStationIsRefused() throws Exception {
        Pki.open(folder, SUBJECT, false).close();
        Pki.Subject other = new Pki.Subject("POLLUX", PARTNER, List.of("pollux.local"));
        assertThatThrownBy(() -> Pki.open(folder, other, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "is for ApplicationUri urn:pollux:Waterworks:CASTOR, but the station is " + PARTNER);
    }

    @Test
    void onlyTrustMakesAPartner() throws Exception {
        X509Certificate partner = TestClient.Certificate.of(PARTNER).certificate();
        X509Certificate other = TestClient.Certificate.of("urn:someone").certificate();
        try (Pki pki = Pki.open(folder, SUBJECT, true)) {
            // The name alone proves nothing.
            assertThat(pki.isPartner(partner, PARTNER)).isFalse();
            pki.trust(other);
            assertThat(pki.isPartner(other, PARTNER)).isFalse();

            pki.trustPartner(partner);

            assertThat(pki.isPartner(partner, PARTNER)).isTrue();
            assertThat(pki.trusted()).contains(partner, other);
            assertThat(pki.partners()).containsExactly(partner);
        }
        try (Pki again = Pki.open(folder, SUBJECT, false)) {
            assertThat(again.isPartner(partner, PARTNER)).isTrue();
            assertThat(again.distrust(Pki.thumbprint(partner).toUpperCase(Locale.ROOT)))
                    .isTrue();
            assertThat(again.isPartner(partner, PARTNER)).isFalse();
            assertThat(again.trusted()).containsExactly(other);
        }
    }
}
