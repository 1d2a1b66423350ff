package dev.pollux.systemtest;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/** The SourceTimestamp of a value as an instant. */
final class SampleTime {
    private SampleTime() {}

    static Instant of(DataValue value) {
        DateTime time = value.sourceTime();
        return time == null ? Instant.EPOCH : time.getJavaInstant();
    }
}
