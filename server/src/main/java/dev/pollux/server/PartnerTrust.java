package dev.pollux.server;

import dev.pollux.server.redundancy.link.UntrustedPartnerException;
import dev.pollux.server.security.Pki;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;

/** Accepts the partner's certificate and nothing else: a link to anybody else would be worse than none. */
final class PartnerTrust implements CertificateValidator {
    private final Pki pki;
    private final String partnerUri;

    PartnerTrust(Pki pki, String partnerUri) {
        this.pki = pki;
        this.partnerUri = partnerUri;
    }

    @Override
    public void validateCertificateChain(List<X509Certificate> chain, String applicationUri, String[] hosts)
            throws UaException {
        X509Certificate certificate = chain.get(0);
        if (!pki.isPartner(certificate, partnerUri)) {
            throw new UntrustedPartnerException(
                    "certificate " + Pki.thumbprint(certificate) + " is not trusted as the partner's: put its file"
                            + " own/station.der into this station's trusted/certs, or run pollux trust --pair");
        }
    }
}
