package dev.pollux.server.source.block;

import dev.pollux.server.tag.Quality;

/** What a device answered, and the quality that follows for a read and for a write. */
public enum Outcome {
    OK,
    NOT_FOUND,
    INVALID_ADDRESS,
    INVALID_TYPE,
    /** A write of a value that the device refuses; a read with a length that it refuses. */
    INVALID_DATA,
    ACCESS_DENIED,
    BUSY,
    DEVICE_FAILURE,
    UNSUPPORTED,
    /** An answer that cannot be understood, including a good one without a value. */
    UNREADABLE;

    /** Bad_NotReadable. */
    private static final Quality BAD_NOT_READABLE = new Quality(0x803A0000);

    /** Quality of the tags that were read. */
    public Quality readQuality() {
        return switch (this) {
            case ACCESS_DENIED -> BAD_NOT_READABLE;
            case INVALID_DATA -> Quality.BAD_CONFIGURATION_ERROR;
            case OK, NOT_FOUND, INVALID_ADDRESS, INVALID_TYPE, BUSY, DEVICE_FAILURE, UNSUPPORTED, UNREADABLE ->
                common();
        };
    }

    /** Result of the write. */
    public Quality writeQuality() {
        return switch (this) {
            case ACCESS_DENIED -> Quality.BAD_USER_ACCESS_DENIED;
            case INVALID_DATA -> Quality.BAD_OUT_OF_RANGE;
            case OK, NOT_FOUND, INVALID_ADDRESS, INVALID_TYPE, BUSY, DEVICE_FAILURE, UNSUPPORTED, UNREADABLE ->
                common();
        };
    }

    /** Whether a read failed because of what was asked for, so that a part of it may still be readable. */
    public boolean blamesTheRequest() {
        return this == INVALID_ADDRESS || this == INVALID_DATA || this == NOT_FOUND || this == INVALID_TYPE;
    }

    private Quality common() {
        return switch (this) {
            case OK -> Quality.GOOD;
            case NOT_FOUND -> Quality.BAD_NOT_FOUND;
            case INVALID_ADDRESS -> Quality.BAD_CONFIGURATION_ERROR;
            case INVALID_TYPE -> Quality.BAD_TYPE_MISMATCH;
            case BUSY -> Quality.BAD_RESOURCE_UNAVAILABLE;
            case DEVICE_FAILURE -> Quality.BAD_DEVICE_FAILURE;
            case UNSUPPORTED -> Quality.BAD_NOT_SUPPORTED;
            case INVALID_DATA, ACCESS_DENIED, UNREADABLE -> Quality.BAD_INTERNAL_ERROR;
        };
    }
}
