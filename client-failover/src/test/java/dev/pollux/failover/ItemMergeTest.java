package dev.pollux.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

class ItemMergeTest {
    private static final long HIGH_LIMIT = 0x200 | 0x400;

    private final ItemMerge merge = new ItemMerge();

    private static DataValue at(long time, Object value) {
        return new DataValue(Variant.of(value), StatusCode.GOOD, new DateTime(time), new DateTime(time + 7));
    }

    private static DataValue overflown(DataValue value) {
        return value.withStatus(value.statusCode().withOverflow());
    }

    private List<Object> feed(DataValue... values) {
        List<Object> delivered = new ArrayList<>();
        for (DataValue value : values) {
            merge.accept(value)
                    .delivered()
                    .ifPresent(each -> delivered.add(each.value().value()));
        }
        return delivered;
    }

    @Test
    void whatWasDeliveredBeforeIsDroppedAtTheSeam() {
        feed(at(10, "a"), at(20, "b"));
        merge.beginSeam();

        assertThat(feed(at(10, "a"), at(20, "b"), at(30, "c"))).containsExactly("c");
    }

    // The Master lost its device: it says Bad with the time at which it noticed. Meanwhile the other station has gone
    // on
    // sampling, and the client comes to it only now.
    @Test
    void aBadSampleDoesNotHideWhatTheOtherMemberSampledBeforeIt() {
        feed(at(10, "a"), at(20, "b"));
        merge.accept(at(50, "b").withStatus(new StatusCode(StatusCodes.Bad_NoCommunication)));
        merge.beginSeam();

        assertThat(feed(at(10, "a"), at(20, "b"), at(30, "c"), at(40, "d"), at(60, "e")))
                .containsExactly("c", "d", "e");
    }

    // Control: another member that is no better off adds nothing old.
    @Test
    void aBadSampleHidesOlderBadOnes() {
        feed(at(20, "b"));
        merge.accept(at(50, "b").withStatus(new StatusCode(StatusCodes.Bad_NoCommunication)));
        merge.beginSeam();

        assertThat(feed(at(40, "b").withStatus(new StatusCode(StatusCodes.Bad_NoCommunication))))
                .isEmpty();
    }

    // The ring buffer of a backup overflows all the time; that is not a loss as long as it reaches back far enough.
    @Test
    void overflowOfABackupsQueueIsShownOnlyIfSamplesAreMissing() {
        feed(at(10, "a"));
        merge.beginSeam();
        merge.accept(overflown(at(10, "a")));
        assertThat(merge.accept(overflown(at(20, "b")))
                        .delivered()
                        .orElseThrow()
                        .statusCode()
                        .isOverflowSet())
                .isFalse();
        assertThat(merge.takeGap()).isFalse();

        merge.beginSeam();
        assertThat(merge.accept(overflown(at(50, "e")))
                        .delivered()
                        .orElseThrow()
                        .statusCode()
                        .isOverflowSet())
                .isTrue();
        assertThat(merge.takeGap()).isTrue();
        assertThat(merge.takeGap()).as("told once").isFalse();
    }

    @Test
    void limitBitsSurviveTheStripping() {
        DataValue limited = at(10, "a").withStatus(new StatusCode(HIGH_LIMIT | 0x80));

        assertThat(ItemMerge.withoutOverflow(limited).statusCode().value()).isEqualTo(HIGH_LIMIT);
    }

    @Test
    void sameTimeWithAnotherQualityIsNews() {
        feed(at(10, "a"));
        merge.beginSeam();

        assertThat(feed(at(10, "a").withStatus(new StatusCode(StatusCodes.Bad_NoCommunication))))
                .hasSize(1);
    }

    // The new member has lost the device before the failover: its last word is old, but it is the truth.
    @Test
    void olderSampleOfOtherQualityIsShownWhenNothingNewerComes() {
        feed(at(20, "b"));
        merge.beginSeam();
        DataValue lost = at(10, "a").withStatus(new StatusCode(StatusCodes.Bad_NoCommunication));
        assertThat(feed(lost)).isEmpty();

        assertThat(merge.closeSeam()).contains(lost);
        assertThat(merge.closeSeam()).isEmpty();
    }

    @Test
    void olderSampleOfOtherQualityIsForgottenWhenANewerOneComes() {
        feed(at(20, "b"));
        merge.beginSeam();
        feed(at(10, "a").withStatus(new StatusCode(StatusCodes.Bad_NoCommunication)), at(30, "c"));

        assertThat(merge.closeSeam()).isEmpty();
    }

    // A PLC whose clock is set back one hour must not be silent for one hour.
    @Test
    void sourceClockThatIsSetBackIsBelievedWithinOneStream() {
        feed(at(1000, "a"));
        assertThat(feed(at(100, "b"), at(110, "c"))).containsExactly("b", "c");

        merge.beginSeam();
        assertThat(feed(at(50, "d"))).isEmpty();
        assertThat(merge.closeSeam()).isEmpty();
        assertThat(feed(at(60, "e"))).containsExactly("e");
    }

    @Test
    void serverTimeStandsInForAMissingSourceTime() {
        DataValue first = at(10, "a").withSourceTime(null);
        feed(first);
        merge.beginSeam();

        assertThat(feed(first, at(20, "b").withSourceTime(null))).containsExactly("b");
    }

    @Test
    void withoutAnyTimeEverythingIsDelivered() {
        DataValue timeless = at(10, "a").withSourceTime(null).withServerTime(null);

        assertThat(feed(timeless, timeless)).hasSize(2);
    }

    // Two members with the same samples, queues of random length, moves at random times: whenever the queues reach back
    // far enough the result is the stream itself.
    @Test
    void anyNumberOfMovesGivesTheStreamItself() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2000; round++) {
            ItemMerge joined = new ItemMerge();
            List<Long> delivered = new ArrayList<>();
            long now = 0;
            long last = 0;
            int moves = random.nextInt(1, 6);
            for (int move = 0; move < moves; move++) {
                joined.beginSeam();
                long from = Math.max(1, last - random.nextInt(5));
                now = last + random.nextInt(1, 20);
                for (long step = from; step <= now; step++) {
                    DataValue value = at(step * 10, step);
                    Optional<DataValue> out = joined.accept(
                                    random.nextBoolean() && step == from ? overflown(value) : value)
                            .delivered();
                    out.ifPresent(each -> delivered.add((Long) each.value().value()));
                }
                last = now;
            }
            assertThat(delivered)
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(LongStream.rangeClosed(1, now).boxed().toList());
        }
    }
}
