package dev.pollux.failover.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.Set;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;

/** Own key pair and certificate, and whom to trust, in a PKI directory. */
public final class Keys implements AutoCloseable {
    private static final int RSA_BITS = 2048;
    private static final Period VALIDITY = Period.ofYears(10);
    private static final String ALIAS = "client";
    // Not a secret: the file is protected by its permissions, PKCS #12 merely wants a password.
    private static final char[] STORE_PASSWORD = "pollux-failover".toCharArray();

    private final KeyPair keyPair;
    private final X509Certificate certificate;
    private final String applicationUri;
    private final CertificateValidator validator;
    private final FileBasedTrustListManager trustList;

    private Keys(
            KeyPair keyPair, X509Certificate certificate, FileBasedTrustListManager trust, CertificateValidator v) {
        this.keyPair = keyPair;
        this.certificate = certificate;
        this.applicationUri = CertificateUtil.getSanUri(certificate)
                .orElseThrow(() -> new IllegalArgumentException(
                        "own certificate " + certificate.getSubjectX500Principal() + " has no ApplicationUri"));
        this.trustList = trust;
        this.validator = v;
    }

    /**
     * Opens the directory; makes the key pair and a certificate in it if there are none.
     *
     * @param directory the PKI directory
     * @param trustAll true to accept every server certificate
     * @param applicationName common name of a new certificate
     * @throws UncheckedIOException if the directory cannot be read or written
     */
    public static Keys open(Path directory, boolean trustAll, String applicationName) {
        Path own = directory.resolve("own");
        Path store = own.resolve("client.p12");
        try {
            Files.createDirectories(own);
            if (!Files.exists(store)) {
                create(own, store, applicationName);
            }
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keyStore.load(in, STORE_PASSWORD);
            }
            if (!(keyStore.getKey(ALIAS, STORE_PASSWORD) instanceof PrivateKey key)
                    || !(keyStore.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
                throw new IOException(store + " has no entry '" + ALIAS + "' with a key and an X.509 certificate");
            }
            FileBasedTrustListManager trustList = FileBasedTrustListManager.createAndInitialize(directory);
            CertificateValidator validator = trustAll
                    ? (chain, uri, hosts) -> {}
                    : new DefaultClientCertificateValidator(
                            trustList,
                            Set.of(ValidationCheck.APPLICATION_URI, ValidationCheck.VALIDITY),
                            FileBasedCertificateQuarantine.create(
                                    directory.resolve("rejected").resolve("certs")));
            return new Keys(new KeyPair(certificate.getPublicKey(), key), certificate, trustList, validator);
        } catch (IOException | GeneralSecurityException e) {
            throw new UncheckedIOException(
                    "security.pkiDirectory " + directory + " cannot be used: " + e.getMessage(),
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static void create(Path own, Path store, String applicationName)
            throws IOException, GeneralSecurityException {
        KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(RSA_BITS);
        String host = hostName();
        X509Certificate certificate;
        try {
            certificate = new SelfSignedCertificateBuilder(pair)
                    .setCommonName(applicationName)
                    .setOrganization("Pollux")
                    .setValidityPeriod(VALIDITY)
                    .setApplicationUri("urn:" + host + ":pollux:failover-client:" + UUID.randomUUID())
                    .addDnsName(host)
                    .build();
        } catch (Exception e) {
            throw new GeneralSecurityException("no certificate could be made: " + e.getMessage(), e);
        }
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, STORE_PASSWORD);
        keyStore.setKeyEntry(ALIAS, pair.getPrivate(), STORE_PASSWORD, new Certificate[] {certificate});
        Files.write(own.resolve("client.der"), certificate.getEncoded());
        Path draft = Files.createTempFile(own, "client", ".tmp");
        if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        }
        try (OutputStream out = Files.newOutputStream(draft)) {
            keyStore.store(out, STORE_PASSWORD);
        }
        try {
            Files.move(draft, store, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, store, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine without a name of its own is still a machine
        }
    }

    KeyPair keyPair() {
        return keyPair;
    }

    X509Certificate certificate() {
        return certificate;
    }

    String applicationUri() {
        return applicationUri;
    }

    CertificateValidator validator() {
        return validator;
    }

    @Override
    public void close() {
        try {
            trustList.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
