package dev.pollux.server.redundancy.link;

import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** The certificate at the other end of a link is not the partner's; the message says what to do. */
public final class UntrustedPartnerException extends UaException {
    private static final long serialVersionUID = 1;

    /** With the remedy. */
    public UntrustedPartnerException(String message) {
        super(StatusCodes.Bad_CertificateUntrusted, message);
    }
}
