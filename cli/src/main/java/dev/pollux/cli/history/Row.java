package dev.pollux.cli.history;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo;

/**
 * One archived value of one tag, as a line of a file holds it.
 *
 * @param tag as an operator writes it
 * @param value with status and both time stamps
 * @param change who changed it, where what was overwritten is read
 */
public record Row(String tag, DataValue value, Optional<ModificationInfo> change) {
    /** A value that is in the archive now. */
    public Row(String tag, DataValue value) {
        this(tag, value, Optional.empty());
    }
}
