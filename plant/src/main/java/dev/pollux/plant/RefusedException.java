package dev.pollux.plant;

import com.digitalpetri.modbus.ExceptionCode;

/** A request that the controller answers with a Modbus exception. Expected, so it carries no stack trace. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final ExceptionCode code;

    RefusedException(ExceptionCode code) {
        super(code.name(), null, false, false);
        this.code = code;
    }

    ExceptionCode code() {
        return code;
    }
}
