package dev.pollux.server.redundancy.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a frame on a serial line holds: the last status heard of the partner (incarnation, sequence), a signature, and
 * the own status, compressed. The signature covers both and who it is meant for, so a frame of one line is nothing on
 * another, and a frame that comes back as an echo is not taken for the partner's.
 */
final class SerialCodec {
    private static final Logger LOG = LoggerFactory.getLogger(SerialCodec.class);
    private static final String ALGORITHM = "SHA256withRSA";
    private static final int STATUS_MAX = 16 * 1024;

    private final PrivateKey own;
    private final String ownUri;
    private final String partnerUri;
    private final Supplier<List<PublicKey>> partners;

    /**
     * A codec for one line.
     *
     * @param own identity of this station
     * @param partnerUri ApplicationUri of the partner
     * @param partners the keys that the partner may sign with; asked for each frame
     */
    SerialCodec(LinkIdentity own, String partnerUri, Supplier<List<PublicKey>> partners) {
        this.own = own.keyPair().getPrivate();
        ownUri = own.applicationUri();
        this.partnerUri = partnerUri;
        this.partners = partners;
    }

    /**
     * A report that was heard, to be confirmed to its sender.
     *
     * @param incarnation of the sender; 0 with sequence 0: none was heard yet
     * @param sequence of the report; 0: none of this sender was decided on yet
     */
    record Echo(long incarnation, long sequence) {
        static final Echo NONE = new Echo(0, 0);
    }

    /**
     * A frame of the partner.
     *
     * @param echo what it has heard last of this station
     * @param status its own
     */
    record Heard(Echo echo, StationStatus status) {}

    byte[] encode(Echo echo, StationStatus status) throws IOException {
        byte[] json = StatusCodec.encode(status);
        byte[] packed = deflate(json);
        byte[] signature;
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(own);
            signer.update(signed(echo, ownUri, partnerUri, json));
            signature = signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("the own key cannot sign: " + e.getMessage(), e);
        }
        int length = 2 * Long.BYTES + Short.BYTES + signature.length + packed.length;
        if (length > SerialFrames.BODY_MAX) {
            throw new IOException("the status of " + length + " bytes is too long for a serial line, which takes "
                    + SerialFrames.BODY_MAX + ": give this station fewer endpoints");
        }
        return ByteBuffer.allocate(length)
                .putLong(echo.incarnation())
                .putLong(echo.sequence())
                .putShort((short) signature.length)
                .put(signature)
                .put(packed)
                .array();
    }

    /**
     * Reads a frame.
     *
     * @throws LinkException with UNTRUSTED if the partner has not signed it
     * @throws IOException if it holds no status
     */
    Heard decode(byte[] body) throws IOException {
        Echo echo;
        byte[] signature;
        byte[] json;
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            echo = new Echo(in.getLong(), in.getLong());
            signature = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(signature);
            byte[] packed = new byte[in.remaining()];
            in.get(packed);
            json = inflate(packed);
        } catch (BufferUnderflowException | DataFormatException e) {
            throw new IOException("a frame that holds no status", e);
        }
        if (!genuine(signed(echo, partnerUri, ownUri, json), signature)) {
            throw new LinkException(
                    LinkTrouble.Cause.UNTRUSTED,
                    "what comes over the line is not signed by the partner as trusted here: run pollux trust --pair");
        }
        return new Heard(echo, StatusCodec.decode(json));
    }

    private boolean genuine(byte[] content, byte[] signature) {
        for (PublicKey key : partners.get()) {
            try {
                Signature verifier = Signature.getInstance(ALGORITHM);
                verifier.initVerify(key);
                verifier.update(content);
                if (verifier.verify(signature)) {
                    return true;
                }
            } catch (GeneralSecurityException malformed) {
                LOG.debug("not a signature of this key; another one may fit", malformed);
            }
        }
        return false;
    }

    private static byte[] signed(Echo echo, String from, String to, byte[] json) {
        byte[] names = ("pollux-serial-1\n" + from + "\n" + to + "\n").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(names.length + 2 * Long.BYTES + json.length)
                .put(names)
                .putLong(echo.incarnation())
                .putLong(echo.sequence())
                .put(json)
                .array();
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[1024];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] bytes) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[1024];
            while (!inflater.finished()) {
                int length = inflater.inflate(part);
                if (length == 0 || out.size() + length > STATUS_MAX) {
                    throw new DataFormatException("cut off, or longer than " + STATUS_MAX + " bytes");
                }
                out.write(part, 0, length);
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
