package dev.pollux.server.source.block;

/**
 * Adjacent cells of a region.
 *
 * @param region address space
 * @param first first cell as on the wire, from 0
 * @param count number of cells, from 1 to {@link Table#cellsPerRequestMax()}
 */
public record Block(Region region, int first, int count) {
    public Block {
        if (first < 0 || count < 1 || count > region.table().cellsPerRequestMax()) {
            throw new IllegalArgumentException("no request can read " + count + " cells of " + region + " at " + first);
        }
    }

    /** First cell behind the block. */
    public int end() {
        return first + count;
    }

    /** Bytes of a reply. */
    public int bytes() {
        return region.table().bytes(count);
    }

    /** Whether every cell of {@code other} is in this block. */
    public boolean contains(Block other) {
        return region.equals(other.region) && first <= other.first && other.end() <= end();
    }

    @Override
    public String toString() {
        return region.table() + "(" + region.number() + ") " + first + ".." + (end() - 1);
    }
}
