package dev.pollux.server.source.plc;

import dev.pollux.server.source.Session.Change;
import dev.pollux.server.source.block.Block;
import org.apache.plc4x.java.api.model.PlcTag;

/** How a protocol of PLC4X names cells and carries their bytes. */
interface TagForm {
    /** The tag that reads a block as raw bytes. */
    PlcTag readTag(Block block);

    /** The tag that a change is written through. */
    PlcTag writeTag(Change change);

    /** The values for {@link #writeTag}. */
    Object[] values(Change change);
}
