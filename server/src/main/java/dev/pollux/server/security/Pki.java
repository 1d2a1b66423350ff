package dev.pollux.server.security;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.KeyStoreCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The station's certificates, kept as files:
 *
 * <pre>
 * own/station.p12           key and certificate, made on the first start
 * own/station.der           the certificate alone, to be handed to clients and partner
 * trusted/certs, /crl       whom the station trusts; a file dropped here counts within moments
 * issuers/certs, /crl       authorities needed to check trusted certificates
 * rejected/                 certificates that were turned away, newest {@value #REJECTED_MAX}
 * partner/                  certificates of the partner station
 * </pre>
 *
 * Removing trust does not end sessions that are already open. Thread-safe.
 */
public final class Pki implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Pki.class);
    private static final int REJECTED_MAX = 100;
    private static final Period VALIDITY = Period.ofYears(10);
    private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    /** The file's permissions protect the key; a password beside it in the same folder would add nothing. */
    private static final char[] STORE_PASSWORD = "pollux".toCharArray();

    private final Path partnerFolder;
    private final FileBasedTrustListManager trustList;
    private final FileBasedCertificateQuarantine rejected;
    private final KeyStoreCertificateStore store;
    private final CertificateManager manager;
    private final X509Certificate certificate;
    private final KeyPair keyPair;

    /**
     * Who the station is, as its certificate says.
     *
     * @param commonName name of the station
     * @param applicationUri unique ApplicationUri
     * @param hosts host names and IP addresses that clients use; at least one
     */
    public record Subject(String commonName, String applicationUri, List<String> hosts) {
        public Subject {
            hosts = List.copyOf(hosts);
            if (commonName.isBlank() || applicationUri.isBlank() || hosts.isEmpty()) {
                throw new IllegalArgumentException("a certificate needs common name, ApplicationUri and a host");
            }
        }
    }

    /**
     * Opens the folder, and makes key and certificate if there are none.
     *
     * @param folder is created if missing
     * @param subject for a new certificate; the ApplicationUri of a present one must match
     * @param trustUnknown accept certificates that are in no list: for trying out, never for a plant
     * @throws IOException if a file cannot be read or written, or does not fit
     */
    public static Pki open(Path folder, Subject subject, boolean trustUnknown) throws IOException {
        try {
            return new Pki(folder, subject, trustUnknown);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("certificates in " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Pki(Path folder, Subject subject, boolean trustUnknown) throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        partnerFolder = Files.createDirectories(folder.resolve("partner"));
        trustList = new FileBasedTrustListManager(
                Files.createDirectories(folder.resolve("issuers/certs")),
                Files.createDirectories(folder.resolve("issuers/crl")),
                Files.createDirectories(folder.resolve("trusted/certs")),
                Files.createDirectories(folder.resolve("trusted/crl")));
        rejected = new FileBasedCertificateQuarantine(
                Files.createDirectories(folder.resolve("rejected")).toFile(), REJECTED_MAX);
        Path keyStore = own.resolve("station.p12");
        if (Files.notExists(keyStore)) {
            restrict(own, "rwx------");
        }
        store = KeyStoreCertificateStore.createAndInitialize(new KeyStoreCertificateStore.Settings(
                keyStore, STORE_PASSWORD::clone, alias -> STORE_PASSWORD.clone()));
        trustList.initialize();
        DefaultApplicationGroup group = DefaultApplicationGroup.createAndInitialize(
                trustList, store, new StationCertificates(subject), validator(trustUnknown));
        manager = new DefaultCertificateManager(rejected, group);
        restrict(keyStore, "rw-------");
        certificate = group.getCertificateChain(NodeIds.RsaSha256ApplicationCertificateType)
                .map(chain -> chain[0])
                .orElseThrow(() -> new IOException(keyStore + " holds no certificate"));
        keyPair = group.getKeyPair(NodeIds.RsaSha256ApplicationCertificateType)
                .orElseThrow(() -> new IOException(keyStore + " holds no key"));
        String uri = CertificateUtil.getSanUri(certificate).orElse("");
        if (!uri.equals(subject.applicationUri())) {
            close();
            throw new IOException(keyStore + " is for ApplicationUri " + uri + ", but the station is "
                    + subject.applicationUri() + ": move the file away, a new one is made at the next start");
        }
        Files.write(own.resolve("station.der"), certificate.getEncoded());
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private CertificateValidator validator(boolean trustUnknown) {
        CertificateValidator strict = new DefaultServerCertificateValidator(
                trustList, Set.of(ValidationCheck.APPLICATION_URI, ValidationCheck.VALIDITY), rejected);
        if (!trustUnknown) {
            return strict;
        }
        LOG.warn("certificates of unknown clients are trusted: never do this in a plant");
        return (chain, applicationUri, hosts) ->
                LOG.debug("accepting {} unchecked", chain.get(0).getSubjectX500Principal());
    }

    /** For the server. */
    public CertificateManager manager() {
        return manager;
    }

    /** The station's certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The station's key; the link to the partner uses it as client. */
    public KeyPair keyPair() {
        return keyPair;
    }

    /** SHA-1 over the encoded certificate in lower-case hex, as OPC UA identifies certificates. */
    public static String thumbprint(X509Certificate certificate) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate always has a thumbprint", e);
        }
    }

    /** Certificates in the trust list. */
    public List<X509Certificate> trusted() {
        return trustList.getTrustedCertificates();
    }

    /** Certificates that were turned away. */
    public List<X509Certificate> rejected() {
        return rejected.getRejectedCertificates();
    }

    /** Trusts a certificate from now on, also after a restart. */
    public void trust(X509Certificate client) {
        trustList.addTrustedCertificate(client);
        rejected.removeRejectedCertificate(client);
        LOG.info("trusting {} {}", thumbprint(client), client.getSubjectX500Principal());
    }

    /**
     * Trusts a certificate that was turned away before.
     *
     * @param thumbprint SHA-1 in hex, either case
     * @return the certificate, empty if none was rejected with this thumbprint
     */
    public Optional<X509Certificate> trustRejected(String thumbprint) {
        String wanted = thumbprint.toLowerCase(Locale.ROOT);
        Optional<X509Certificate> found = rejected().stream()
                .filter(each -> thumbprint(each).equals(wanted))
                .findFirst();
        found.ifPresent(this::trust);
        return found;
    }

    /**
     * Removes a certificate from the trust list, also as partner; false if it was not trusted.
     *
     * @param thumbprint SHA-1 in hex, either case
     * @throws IOException if a file cannot be removed
     */
    public boolean distrust(String thumbprint) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(thumbprint);
        Files.deleteIfExists(partnerFolder.resolve(HexFormat.of().formatHex(bytes) + ".der"));
        return trustList.removeTrustedCertificate(ByteString.of(bytes));
    }

    /**
     * Trusts the partner station's certificate and remembers that it is the partner's.
     *
     * @throws IOException if the file cannot be written
     */
    public void trustPartner(X509Certificate partner) throws IOException {
        try {
            Files.write(partnerFolder.resolve(thumbprint(partner) + ".der"), partner.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("the partner's certificate cannot be encoded", e);
        }
        trust(partner);
    }

    /** Certificates of the partner station. */
    public List<X509Certificate> partners() throws IOException {
        try (Stream<Path> files = Files.list(partnerFolder)) {
            List<X509Certificate> found = new ArrayList<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".der")).toList()) {
                found.add(CertificateUtil.decodeCertificate(Files.readAllBytes(file)));
            }
            return found;
        } catch (UaException e) {
            throw new IOException("a file in " + partnerFolder + " is no certificate", e);
        }
    }

    /**
     * Whether a certificate is the partner's: one that was trusted as such, or one in the trust list that carries the
     * partner's ApplicationUri. A certificate that is merely tolerated never is.
     */
    public boolean isPartner(X509Certificate candidate, String partnerApplicationUri) {
        return Files.exists(partnerFolder.resolve(thumbprint(candidate) + ".der"))
                || (CertificateUtil.getSanUri(candidate)
                                .filter(partnerApplicationUri::equals)
                                .isPresent()
                        && trusted().contains(candidate));
    }

    @Override
    public void close() throws IOException {
        trustList.close();
        store.close();
    }

    private static final class StationCertificates extends RsaSha256CertificateFactory {
        private final Subject subject;

        StationCertificates(Subject subject) {
            this.subject = subject;
        }

        @Override
        protected X509Certificate[] createRsaSha256CertificateChain(KeyPair pair) throws Exception {
            SelfSignedCertificateBuilder builder = new SelfSignedCertificateBuilder(pair)
                    .setCommonName(subject.commonName())
                    .setOrganization("Pollux")
                    .setApplicationUri(subject.applicationUri())
                    .setValidityPeriod(VALIDITY);
            for (String host : new LinkedHashSet<>(subject.hosts())) {
                if (IP_ADDRESS.matcher(host).matches()) {
                    builder.addIpAddress(host);
                } else {
                    builder.addDnsName(host);
                }
            }
            return new X509Certificate[] {builder.build()};
        }
    }
}
