package dev.pollux.archive.capture;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.util.function.Consumer;

/**
 * Decides what of one tag's samples is archived. What is to be archived is handed to the consumer that is given with
 * each call, and does not depend on when {@link #tick} is called, only when it is known. For one thread at a time.
 * Takes about 100 bytes for each tag and one or two values beside, with a swinging door about 170 and two values.
 *
 * <p>Source times are expected in order. What comes otherwise:
 *
 * <ul>
 *   <li>Equal to the newest one: the later sample takes its place, also in the archive.
 *   <li>Earlier than the newest, with another status code: the source is back after the station had marked it as
 *       failed. It is archived as valid from its server time on, when changes are archived also with its own time.
 *   <li>Earlier than the newest, with the same status code: when changes are archived, it is archived as it is, and the
 *       newest one too, so that the trend returns to it; values that were left out between the two are not brought
 *       back. Otherwise it is left out: it comes too late for its instants.
 *   <li>After {@value #LATE_MAX} of these in a row the source's clock was set back: archiving goes on from there.
 * </ul>
 */
public final class Capture {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int LATE_MAX = 8;

    // Bounds what one call hands out after a pause of the whole process.
    private static final int INSTANTS_MAX = 100;

    private static final byte OFF = 0;
    private static final byte BEGUN = 1;
    private static final byte RUNNING = 2;

    private final CaptureRules rules;
    private final Sieve sieve;

    private byte phase = OFF;
    private byte lates;

    /** Whether the newest sample is a change that waits for the end of the minimum interval. */
    private boolean waiting;

    // The newest sample. While BEGUN, time is the instant of the beginning.
    private long time;
    private long serverTime;
    private int status;
    private Value value = Value.NULL;

    /** The next instant of the cycle, or that of a trigger whose value is not certain yet. */
    private long instant = NEVER;

    /** Before this nothing was seen since the newest sample, so that it must not be taken for the value then. */
    private long unseenTo;

    /** Whether the next sample is archived though it may be no change: a partner may fill in another one before it. */
    private boolean renew;

    /** Archiving is off until {@link #begin}. */
    public Capture(CaptureRules rules) {
        this.rules = rules;
        sieve = new Sieve(rules);
    }

    /**
     * Archiving begins. The next sample is archived whatever it is. If it is not later than what the archive has (a
     * source that reports changes only told its value long ago), it is archived as valid from now on: its own time
     * would lie before the hole.
     *
     * @param now by the station's clock
     * @param newest time of the newest that the archive has of this tag, a mark of a hole included; -1 for none
     */
    public void begin(long now, long newest) {
        phase = BEGUN;
        time = now;
        sieve.reset(newest);
    }

    /** Takes a sample. Nothing happens while archiving is off. */
    public void accept(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        if (phase == OFF) {
            return;
        }
        if (phase == BEGUN) {
            boolean known = sample.time() <= sieve.time() && sieve.time() < time;
            first(known ? at(time, sample) : sample, archive);
            return;
        }
        if (sample.time() < time) {
            late(sample, archive);
            return;
        }
        lates = 0;
        if (sample.time() < sieve.time()) {
            correct(sample, archive);
        } else if (sample.time() == time) {
            replace(sample, archive);
        } else {
            next(sample, archive);
        }
    }

    /**
     * Time goes on, also without samples. To be called about as often as the cycle or the minimum interval, at least
     * every few seconds.
     *
     * @param settled all samples with times up to this one have been taken: the station's clock less what a sample
     *     needs to arrive. One that is later than that still corrects the last instant that was handed out, not those
     *     before
     */
    public void tick(long settled, Consumer<ArchivedSample> archive) {
        if (phase == RUNNING) {
            pass(settled, archive);
        }
    }

    /**
     * Nobody looked at the source for a while: the newest sample is not archived as the value of instants in it. What
     * was held back is archived as it is. The next sample is archived also if it is no change, when instants are
     * archived at the next one, as something else may have been the value meanwhile.
     *
     * @param from up to here samples had been taken, as with {@link #tick}
     * @param to first instant of which something is known again; what is known of it is taken after this call. Not
     *     after {@code from}, the newest sample counts in between
     */
    public void unseen(long from, long to, Consumer<ArchivedSample> archive) {
        if (phase != RUNNING) {
            return;
        }
        renew = true;
        if (to <= from) {
            return;
        }
        pass(from - 1, archive);
        release(archive);
        unseenTo = to;
        if (instant < to) {
            instant = rules.cycle > 0 ? rules.nextOnGrid(to - 1) : NEVER;
        }
    }

    /**
     * The trigger fired. The value valid at that instant is archived as soon as it is certain; if a later one has been
     * taken already, that one with its own time.
     *
     * @param at source time of the trigger's sample
     */
    public void trigger(long at, Consumer<ArchivedSample> archive) {
        if (phase != RUNNING || at == instant) {
            return;
        }
        if (instant != NEVER) {
            instant(instant, archive);
        }
        if (at < time) {
            sieve.offer(newest(), archive);
        } else {
            instant = at;
        }
    }

    /**
     * Archiving ends: what is held back is archived, then the mark of a hole. Nothing happens if nothing was archived
     * since the beginning.
     *
     * @param now by the station's clock
     */
    public void end(long now, Consumer<ArchivedSample> archive) {
        if (phase == RUNNING) {
            pass(now, archive);
            release(archive);
            archive.accept(Marks.hole(Math.max(now, Math.max(time, sieve.time()) + 1), now));
        }
        phase = OFF;
        unseenTo = 0;
        value = Value.NULL;
        sieve.reset(-1);
        instant = NEVER;
    }

    /**
     * Everything that belongs into the archive with a time before this instant has been handed out, as far as samples
     * were taken: {@link Long#MAX_VALUE} if nothing is held back. What comes later would be lost by a crash, so the
     * coverage of the tag's device must not reach beyond.
     */
    public long completeTo() {
        if (phase != RUNNING) {
            return NEVER;
        }
        boolean held = sieve.holds() || unsure();
        return Math.min(due(), held ? sieve.time() + 1 : waiting ? time : NEVER);
    }

    private void first(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        phase = RUNNING;
        lates = 0;
        unseenTo = 0;
        renew = false;
        take(sample);
        store(sample, archive);
        instant = rules.cycle > 0 ? rules.nextOnGrid(sample.time()) : NEVER;
    }

    private void next(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        pass(sample.time() - 1, archive);
        boolean must = renew && rules.onChange;
        if (renew && !must) {
            sieve.renew();
        }
        renew = false;
        if (must || isOtherKind(sample)) {
            release(archive);
            take(sample);
            store(sample, archive);
            return;
        }
        settleNewest(archive);
        take(sample);
        if (rules.onChange && !rules.swingingDoor) {
            offerChange(sample, archive);
        }
    }

    private void replace(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        if (sample.status() == status && sample.value().equals(value)) {
            return;
        }
        boolean must = sieve.time() == time;
        if (isOtherKind(sample)) {
            sieve.release(status, archive);
            must = true;
        }
        take(sample);
        if (must) {
            store(sample, archive);
        } else if (rules.onChange && !rules.swingingDoor) {
            offerChange(sample, archive);
        }
    }

    // An instant was handed out with the sample before this one, which was valid then as far as was known.
    private void correct(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        boolean kind = isOtherKind(sample);
        boolean wrong = kind || sieve.isChange(sample.value());
        take(sample);
        if (wrong) {
            if (kind || rules.onChange) {
                archive.accept(sample);
            }
            store(at(sieve.time(), sample), archive);
        }
    }

    private void late(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        if (sample.status() != status) {
            if (rules.onChange) {
                archive.accept(sample);
            }
            long from = Math.max(sample.serverTime(), Math.max(time, sieve.time()) + 1);
            accept(at(from, sample), archive);
            return;
        }
        if (rules.onChange) {
            release(archive);
            if (time > sieve.time()) {
                store(newest(), archive);
            }
        }
        if (++lates >= LATE_MAX) {
            first(sample, archive);
        } else if (rules.onChange) {
            archive.accept(sample);
        }
    }

    // Passes all instants up to a limit at which something may have to be archived without a sample.
    private void pass(long limit, Consumer<ArchivedSample> archive) {
        if (rules.cycle > 0 && limit - instant > INSTANTS_MAX * rules.cycle) {
            instant = rules.nextOnGrid(limit - INSTANTS_MAX * rules.cycle);
        }
        if (hasOwnMaximum() && limit >= unseenTo && limit - sieve.time() > INSTANTS_MAX * rules.maxInterval) {
            release(archive);
            long latest = limit - (limit - sieve.time()) % rules.maxInterval;
            store(at(Math.max(latest, unseenTo), newest()), archive);
        }
        for (long due = due(); due <= limit; due = due()) {
            if (due == instant) {
                instant(due, archive);
            } else if (waiting) {
                store(at(due, newest()), archive);
            } else {
                releaseDoor(archive);
                if (sieve.time() + rules.maxInterval <= due) {
                    store(at(due, newest()), archive);
                }
            }
        }
    }

    private long due() {
        long due = instant;
        if (hasOwnMaximum()) {
            due = Math.min(due, Math.max(sieve.time() + rules.maxInterval, unseenTo));
        }
        return waiting ? Math.min(due, sieve.time() + rules.minInterval) : due;
    }

    // Cyclic archiving keeps to its instants.
    private boolean hasOwnMaximum() {
        return rules.maxInterval > 0 && (rules.cycle == 0 || rules.onChange);
    }

    private void instant(long due, Consumer<ArchivedSample> archive) {
        instant = rules.cycle > 0 ? due + rules.cycle : NEVER;
        if (due <= sieve.time()) {
            return;
        }
        if (rules.onChange) {
            releaseDoor(archive);
            if (due > sieve.time()) {
                store(at(due, newest()), archive);
            }
        } else {
            sieve.offer(at(due, newest()), archive);
        }
    }

    // A change, for archiving on change without a swinging door.
    private void offerChange(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        waiting = false;
        if (sieve.isChange(sample.value())) {
            if (sieve.isEarly(sample.time())) {
                waiting = true;
            } else {
                store(sample, archive);
            }
        } else if (sieve.isDue(sample.time())) {
            store(sample, archive);
        }
    }

    // With a swinging door the newest sample only goes through it when a later one has come: until then another one
    // with the same time may take its place.
    private void settleNewest(Consumer<ArchivedSample> archive) {
        if (unsure()) {
            sieve.offer(newest(), archive);
        }
    }

    private boolean unsure() {
        return rules.swingingDoor && rules.onChange && time > sieve.time();
    }

    // Archives what is held back.
    private void release(Consumer<ArchivedSample> archive) {
        if (waiting) {
            store(newest(), archive);
        }
        releaseDoor(archive);
    }

    private void releaseDoor(Consumer<ArchivedSample> archive) {
        settleNewest(archive);
        sieve.release(status, archive);
    }

    private void store(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        sieve.store(sample, archive);
        waiting = false;
    }

    private boolean isOtherKind(ArchivedSample sample) {
        return sample.status() != status || sample.value().type() != value.type();
    }

    private void take(ArchivedSample sample) {
        time = sample.time();
        serverTime = sample.serverTime();
        status = sample.status();
        value = sample.value();
    }

    private ArchivedSample newest() {
        return new ArchivedSample(time, serverTime, status, value);
    }

    // The station vouches for the value at that instant, so it is not older than that.
    private static ArchivedSample at(long instant, ArchivedSample sample) {
        long at = Math.min(instant, Ticks.MAX - 1);
        return at == sample.time()
                ? sample
                : new ArchivedSample(at, Math.max(sample.serverTime(), at), sample.status(), sample.value());
    }
}
