package dev.pollux.server.source.plc;

import dev.pollux.server.source.Session.Change;
import dev.pollux.server.source.block.Block;
import org.apache.plc4x.java.api.model.PlcTag;
import org.apache.plc4x.java.s7.readwrite.MemoryArea;
import org.apache.plc4x.java.s7.readwrite.TransportSize;
import org.apache.plc4x.java.s7.readwrite.tag.S7Tag;
import org.apache.plc4x.java.spi.values.PlcRawByteArray;

/** Blocks as arrays of BYTE, bits as BOOL. */
final class S7Tags implements TagForm {
    @Override
    public PlcTag readTag(Block block) {
        return tag(TransportSize.BYTE, block, 0, block.count());
    }

    @Override
    public PlcTag writeTag(Change change) {
        return change.bit() >= 0 ? tag(TransportSize.BOOL, change.block(), change.bit(), 1) : readTag(change.block());
    }

    @Override
    public Object[] values(Change change) {
        if (change.bit() >= 0) {
            return new Object[] {change.bytes()[0] != 0};
        }
        boolean single = change.block().count() == 1;
        return new Object[] {single ? (Object) (short) (change.bytes()[0] & 0xFF) : new PlcRawByteArray(change.bytes())
        };
    }

    private static S7Tag tag(TransportSize size, Block block, int bit, int count) {
        return new S7Tag(size, area(block), block.region().number(), block.first(), (byte) bit, count);
    }

    private static MemoryArea area(Block block) {
        return switch (block.region().table()) {
            case DATA_BLOCK -> MemoryArea.DATA_BLOCKS;
            case MARKER -> MemoryArea.FLAGS_MARKERS;
            case PROCESS_INPUT -> MemoryArea.INPUTS;
            case PROCESS_OUTPUT -> MemoryArea.OUTPUTS;
            case COIL, DISCRETE, HOLDING, INPUT -> throw new IllegalArgumentException("S7 has no " + block);
        };
    }
}
