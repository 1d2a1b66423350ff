package dev.pollux.plant;

import java.util.Arrays;

/** Who is in charge. */
enum Mode {
    /** The controllers hold still; the operator commands. */
    MANUAL(0),
    /** The controllers keep levels, pressure and chlorine. */
    AUTOMATIC(1),
    /** As automatic, with half a bar less in the network. */
    NIGHT(2);

    private final int code;

    Mode(int code) {
        this.code = code;
    }

    /** What the PLC shows. */
    int code() {
        return code;
    }

    /** The mode with this code, 0..2. */
    static Mode of(int code) {
        return Arrays.stream(values())
                .filter(mode -> mode.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mode " + code));
    }
}
