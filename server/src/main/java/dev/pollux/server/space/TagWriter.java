package dev.pollux.server.space;

import dev.pollux.server.tag.Quality;
import java.util.concurrent.CompletionStage;

/** Where writes of clients go; the way back from the address space to the devices. */
@FunctionalInterface
public interface TagWriter {
    /**
     * Writes a value to the device. The value is already checked: type, range and right of the user fit.
     *
     * @param tag index of the tag
     * @param value an instance of the tag type's value class, in engineering units
     * @return the true outcome: GOOD only when the device has confirmed the write
     */
    CompletionStage<Quality> write(int tag, Object value);
}
