package dev.pollux.server.redundancy.link;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;

/**
 * Who this station is to its partner, and whom it trusts.
 *
 * @param applicationUri own
 * @param keyPair own
 * @param certificate own
 * @param validator accepts the partner's certificate and no other that is not trusted
 */
public record LinkIdentity(
        String applicationUri, KeyPair keyPair, X509Certificate certificate, CertificateValidator validator) {}
