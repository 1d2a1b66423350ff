package dev.pollux.archive.change;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import java.util.Optional;

/**
 * Something that a person or a client has changed on one station, and that all stations of the set take over.
 *
 * @param sequence its number among the changes of its station, 1 or more
 * @param stamp its place among the changes of all stations
 * @param tag a new value of an internal tag; empty if this is something else
 * @param edit a correction of history; empty if this is something else
 */
public record Change(long sequence, Stamp stamp, Optional<TagValue> tag, Optional<Batch> edit) {
    public Change {
        if (sequence < 1 || tag.isPresent() == edit.isPresent()) {
            throw new IllegalArgumentException("change " + sequence + " must be one thing");
        }
        edit.ifPresent(batch -> {
            if (!batch.coverage().isEmpty() || !batch.carriedOut().isEmpty()) {
                throw new IllegalArgumentException("coverage and what was carried out are each station's own");
            }
        });
    }

    /**
     * A value of an internal tag.
     *
     * @param name of the tag
     * @param sample with the time at which it was set, by the clock of its station
     */
    public record TagValue(String name, ArchivedSample sample) {}

    /** A new value of a tag. */
    public static Change of(long sequence, Stamp stamp, TagValue tag) {
        return new Change(sequence, stamp, Optional.of(tag), Optional.empty());
    }

    /** A correction of history. */
    public static Change of(long sequence, Stamp stamp, Batch edit) {
        return new Change(sequence, stamp, Optional.empty(), Optional.of(edit));
    }

    /** The same under another number: made known once more. */
    public Change numbered(long other) {
        return new Change(other, stamp, tag, edit);
    }

    /** Where it was made. */
    public String station() {
        return stamp.station();
    }
}
