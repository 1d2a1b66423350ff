package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The values of aggregates by brute force over the whole list, instant by instant: every time and every span is a
 * multiple of half a second, so that a value in the middle of each half second stands for it. Shares no line with the
 * engine. NaN where there is no value.
 */
final class NaiveAggregates {
    private static final long STEP = Ticks.PER_SECOND / 2;

    private final List<ArchivedSample> all;
    private final AggregateConfig config;
    private final boolean stepped;

    NaiveAggregates(List<ArchivedSample> all, AggregateConfig config, boolean stepped) {
        this.all = all;
        this.config = config;
        this.stepped = stepped;
    }

    Map<Aggregate, Double> expected(long from, long to) {
        Map<Aggregate, Double> values = new EnumMap<>(Aggregate.class);
        List<ArchivedSample> good = all.stream()
                .filter(sample -> sample.good() && sample.time() >= from && sample.time() < to)
                .toList();
        boolean outside = dataless(from, to);
        values.put(
                Aggregate.AVERAGE,
                good.stream().mapToDouble(NaiveAggregates::number).average().orElse(Double.NaN));
        values.put(
                Aggregate.MINIMUM,
                good.stream().mapToDouble(NaiveAggregates::number).min().orElse(Double.NaN));
        values.put(
                Aggregate.MAXIMUM,
                good.stream().mapToDouble(NaiveAggregates::number).max().orElse(Double.NaN));
        values.put(Aggregate.COUNT, outside ? Double.NaN : good.size());
        values.put(Aggregate.VARIANCE_POPULATION, variance(good));
        values.put(Aggregate.TIME_AVERAGE, outside ? Double.NaN : timeAverage(from, to));
        if (last().filter(end -> end.time() >= to).isPresent()) {
            // After the last sample one unit of time counts, which this grid cannot see.
            values.put(Aggregate.DURATION_GOOD, outside ? Double.NaN : milliseconds(from, to, ArchivedSample::good));
            values.put(Aggregate.TIME_AVERAGE2, outside ? Double.NaN : timeAverage2(from, to));
        }
        return values;
    }

    private boolean dataless(long from, long to) {
        List<ArchivedSample> data = all.stream()
                .filter(sample -> !HistoryStatus.isNoData(sample.status()))
                .toList();
        return data.isEmpty()
                || data.get(0).time() >= to
                || data.get(data.size() - 1).time() < from;
    }

    private Optional<ArchivedSample> last() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private static double number(ArchivedSample sample) {
        return sample.value().number();
    }

    private static double variance(List<ArchivedSample> good) {
        double mean =
                good.stream().mapToDouble(NaiveAggregates::number).average().orElse(Double.NaN);
        return good.stream()
                .mapToDouble(sample -> Math.pow(number(sample) - mean, 2))
                .average()
                .orElse(Double.NaN);
    }

    private boolean usable(ArchivedSample sample) {
        return sample.good() || (sample.uncertain() && !config.treatUncertainAsBad());
    }

    private Optional<ArchivedSample> before(long time, Predicate<ArchivedSample> wanted) {
        return all.stream()
                .filter(sample -> sample.time() <= time && wanted.test(sample))
                .reduce((a, b) -> b);
    }

    private Optional<ArchivedSample> after(long time, Predicate<ArchivedSample> wanted) {
        return all.stream()
                .filter(sample -> sample.time() > time && wanted.test(sample))
                .findFirst();
    }

    private static double line(ArchivedSample one, ArchivedSample other, double time) {
        return number(one) + (number(other) - number(one)) * (time - one.time()) / (other.time() - one.time());
    }

    private double timeAverage(long from, long to) {
        double sum = 0;
        int steps = 0;
        for (long time = from; time < to; time += STEP) {
            Optional<ArchivedSample> one = before(time, this::usable);
            Optional<ArchivedSample> other = after(time, this::usable);
            if (one.isPresent()) {
                sum += other.isPresent() ? line(one.get(), other.get(), time + STEP / 2.0) : number(one.get());
                steps++;
            }
        }
        return steps == 0 ? Double.NaN : sum / steps;
    }

    private double timeAverage2(long from, long to) {
        double sum = 0;
        int steps = 0;
        for (long time = from; time < to; time += STEP) {
            Optional<ArchivedSample> one = before(time, any -> true).filter(this::usable);
            Optional<ArchivedSample> other = after(time, any -> true).filter(this::usable);
            if (one.isPresent()) {
                sum += stepped || other.isEmpty() ? number(one.get()) : line(one.get(), other.get(), time + STEP / 2.0);
                steps++;
            }
        }
        return steps == 0 ? Double.NaN : sum / steps;
    }

    /** By the status of the sample before; sloped, a bound before something unusable is uncertain (§3.1.9). */
    private double milliseconds(long from, long to, Predicate<ArchivedSample> wanted) {
        long steps = 0;
        for (long time = from; time < to; time += STEP) {
            Optional<ArchivedSample> one = before(time, any -> true).filter(wanted);
            boolean fromBound = one.isPresent() && one.get().time() < from;
            boolean spoilt = fromBound
                    && !stepped
                    && after(time, any -> true)
                            .filter(this::usable)
                            .filter(ArchivedSample::good)
                            .isEmpty();
            steps += one.isPresent() && !spoilt ? 1 : 0;
        }
        return (double) steps * STEP / Ticks.PER_MILLISECOND;
    }
}
