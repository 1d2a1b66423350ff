package dev.pollux.server.tag;

/**
 * The quality of a sample: an OPC UA StatusCode (OPC 10000-4 §7.39). The constants are those that Pollux itself
 * assigns; any other code from an upstream server passes through unchanged.
 *
 * @param code the 32 bits of the StatusCode
 */
public record Quality(int code) {
    public static final Quality GOOD = new Quality(0);
    public static final Quality UNCERTAIN_LAST_USABLE = new Quality(0x408F0000);
    public static final Quality UNCERTAIN_INITIAL_VALUE = new Quality(0x40920000);
    public static final Quality BAD_WAITING_FOR_INITIAL_DATA = new Quality(0x80320000);
    public static final Quality BAD_NO_COMMUNICATION = new Quality(0x80310000);
    public static final Quality BAD_NOT_CONNECTED = new Quality(0x808A0000);
    public static final Quality BAD_TIMEOUT = new Quality(0x800A0000);
    public static final Quality BAD_CONFIGURATION_ERROR = new Quality(0x80890000);
    public static final Quality BAD_DEVICE_FAILURE = new Quality(0x808B0000);
    public static final Quality BAD_OUT_OF_RANGE = new Quality(0x803C0000);
    public static final Quality BAD_TYPE_MISMATCH = new Quality(0x80740000);
    public static final Quality BAD_NOT_WRITABLE = new Quality(0x803B0000);
    public static final Quality BAD_NOT_SUPPORTED = new Quality(0x803D0000);
    public static final Quality BAD_NOT_FOUND = new Quality(0x803E0000);
    public static final Quality BAD_USER_ACCESS_DENIED = new Quality(0x801F0000);
    public static final Quality BAD_RESOURCE_UNAVAILABLE = new Quality(0x80040000);
    public static final Quality BAD_INTERNAL_ERROR = new Quality(0x80020000);
    public static final Quality BAD_INVALID_STATE = new Quality(0x80AF0000);
    public static final Quality BAD_SHUTDOWN = new Quality(0x800C0000);

    /** Severity bits 00. */
    public boolean good() {
        return (code >>> 30) == 0;
    }

    /** Severity bits 01. */
    public boolean uncertain() {
        return (code >>> 30) == 1;
    }

    /** Severity bits 10 or 11: the value must not be used. */
    public boolean bad() {
        return code < 0;
    }

    @Override
    public String toString() {
        return String.format("0x%08X", code);
    }
}
