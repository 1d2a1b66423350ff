package dev.pollux.testkit.witness;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates for this machine; all in PEM files. */
record TestAuthority(X500Name name, KeyPair keys, Path certificate, Path directory) {
    /** A certificate and its key. */
    record Issued(Path certificate, Path key) {}

    static TestAuthority create(String name, Path directory)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair keys = generate();
        X500Name subject = new X500Name("CN=" + name);
        JcaX509v3CertificateBuilder builder = builder(subject, subject, keys);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        Path file = directory.resolve(name + ".pem");
        return new TestAuthority(subject, keys, write(file, builder, keys), directory);
    }

    Issued issue(String subject) throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair own = generate();
        JcaX509v3CertificateBuilder builder = builder(name, new X500Name("CN=" + subject), own);
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        String base = name.toString().substring(3) + "-" + subject;
        Path key = directory.resolve(base + "-key.pem");
        Files.writeString(key, pem(new JcaPKCS8Generator(own.getPrivate(), null)));
        return new Issued(write(directory.resolve(base + ".pem"), builder, keys), key);
    }

    private static KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                keys.getPublic());
    }

    private static Path write(Path file, JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws OperatorCreationException, IOException {
        return Files.writeString(
                file, pem(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate()))));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
