package dev.pollux.server.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords with PBKDF2-HMAC-SHA256 (RFC 8018 §5.2), written
 * {@code pbkdf2-sha256:<iterations>:<base64 salt>:<base64 hash>}. One check takes some 100 ms of CPU on purpose: limit
 * how often a stranger may ask. Stateless and thread-safe.
 */
public final class PasswordHash {
    /** What new hashes use; at least this many are asked of any hash. */
    public static final int ITERATIONS = 210_000;

    private static final int ITERATIONS_MAX = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern WRITTEN =
            Pattern.compile("pbkdf2-sha256:([1-9][0-9]{5,7}):([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{43}=)");

    private PasswordHash() {}

    /**
     * Hashes a password with a fresh random salt. The array is left as it is: clearing it is up to the caller.
     *
     * @param password not empty
     */
    public static String hash(char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("the password must not be empty");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2-sha256:" + ITERATIONS + ":" + base64.encodeToString(salt) + ":"
                + base64.encodeToString(derive(password, salt, ITERATIONS));
    }

    /**
     * Whether the password belongs to the hash; the time it takes tells nothing about how near it was.
     *
     * @param password as typed; an empty one never belongs to a hash
     * @param hash as made by {@link #hash}
     * @throws IllegalArgumentException if the hash is not of that form or has fewer than {@value #ITERATIONS} or more
     *     than 10,000,000 iterations
     */
    public static boolean verify(char[] password, String hash) {
        Matcher written = WRITTEN.matcher(hash);
        int iterations = written.matches() ? Integer.parseInt(written.group(1)) : 0;
        if (iterations < ITERATIONS || iterations > ITERATIONS_MAX) {
            throw new IllegalArgumentException("a password hash must read pbkdf2-sha256:<" + ITERATIONS + ".."
                    + ITERATIONS_MAX + ">:<base64 salt of 16 bytes>:<base64 hash of 32 bytes>");
        }
        if (password.length == 0) {
            return false;
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] expected = base64.decode(written.group(3));
        return MessageDigest.isEqual(expected, derive(password, base64.decode(written.group(2)), iterations));
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations) {
        PBEKeySpec key = new PBEKeySpec(password, salt, iterations, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", impossible);
        } finally {
            key.clearPassword();
        }
    }
}
