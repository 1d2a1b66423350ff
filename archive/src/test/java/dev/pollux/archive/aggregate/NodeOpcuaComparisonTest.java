package dev.pollux.archive.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same series reckoned by node-opcua-aggregates, which shares no code with us. It knows nine of the aggregates.
 * Where both follow the standard they agree; where they do not, {@link Difference} says why.
 */
class NodeOpcuaComparisonTest {
    private static final Path INTEROP =
            Path.of("..", "interop").toAbsolutePath().normalize();
    private static final int RANDOM_SERIES = Math.max(120, Integer.getInteger("pollux.rounds", 0));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void bothComeToTheSameOrWeKnowWhyNot() throws Exception {
        List<Story> stories = stories();
        JsonNode answers = nodeOpcua(stories);
        List<String> unexplained = new ArrayList<>();
        Map<Difference, Integer> explained = new EnumMap<>(Difference.class);
        int agreed = 0;
        for (int i = 0; i < stories.size(); i++) {
            for (Map.Entry<String, JsonNode> answer : answers.get(i).properties()) {
                Aggregate aggregate = Aggregate.of(answer.getKey()).orElseThrow();
                List<ArchivedSample> ours = stories.get(i).results(aggregate);
                assertThat(answer.getValue()).hasSameSizeAs(ours);
                for (int k = 0; k < ours.size(); k++) {
                    Pair pair = new Pair(
                            stories.get(i),
                            aggregate,
                            k,
                            ours.get(k),
                            theirs(answer.getValue().get(k)));
                    if (pair.agree()) {
                        agreed++;
                        continue;
                    }
                    Difference.of(pair)
                            .ifPresentOrElse(
                                    why -> explained.merge(why, 1, Integer::sum),
                                    () -> unexplained.add(pair.toString()));
                }
            }
        }
        assertThat(unexplained).isEmpty();
        // Control: differences are the exception, and none is listed that does not occur.
        assertThat(agreed)
                .isGreaterThan(5
                        * explained.values().stream()
                                .mapToInt(Integer::intValue)
                                .sum());
        assertThat(explained.keySet()).containsExactly(Difference.values());
    }

    private static ArchivedSample theirs(JsonNode result) {
        long time = Ticks.of(Instant.ofEpochMilli(result.get(0).asLong()));
        Value value =
                result.get(1).isNull() ? Value.NULL : Value.of(result.get(1).asDouble());
        return new ArchivedSample(time, time, (int) result.get(2).asLong(), value);
    }

    /** Cases in which we knowingly differ: what node-opcua 2.186 does, and the clause that we follow. */
    private enum Difference {
        /** Passes on the status of the sample before; §3.1.8 wants Uncertain_DataSubNormal, also after the last one. */
        INTERPOLATED_STATUS {
            @Override
            boolean explains(Pair pair) {
                return pair.aggregate == Aggregate.INTERPOLATIVE
                        && pair.sameValue()
                        && HistoryStatus.code(pair.ours.status()) == HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL;
            }
        },
        /** Returns an uncertain sample at the instant even where uncertain counts as bad (§3.1.7). */
        UNCERTAIN_AT_THE_INSTANT {
            @Override
            boolean explains(Pair pair) {
                return pair.aggregate == Aggregate.INTERPOLATIVE
                        && pair.story.config.treatUncertainAsBad()
                        && pair.inside().anyMatch(sample -> sample.uncertain() && sample.time() == pair.from());
            }
        },
        /** Without samples says Bad_NoData; by §5.4.3.21 "the count is zero". */
        COUNT_OF_NOTHING {
            @Override
            boolean explains(Pair pair) {
                return pair.aggregate == Aggregate.COUNT
                        && pair.inside().findAny().isEmpty();
            }
        },
        /** Weighs Count's status by time, and never makes Average's bad; §5.4.3.2.1 counts values for both. */
        STATUS_OF_COUNTS {
            @Override
            boolean explains(Pair pair) {
                return (pair.aggregate == Aggregate.COUNT || pair.aggregate == Aggregate.AVERAGE)
                        && pair.inside().anyMatch(sample -> !sample.good())
                        && (pair.sameValue() || pair.ours.bad() || pair.theirs.bad());
            }
        },
        /** Sets Raw if any sample stands at the start; Tables 21 and 22 only if the minimum or maximum does. */
        RAW_OF_ANOTHER_SAMPLE {
            @Override
            boolean explains(Pair pair) {
                return pair.isExtreme()
                        && pair.sameValue()
                        && HistoryStatus.code(pair.ours.status()) == HistoryStatus.code(pair.theirs.status())
                        && pair.inside().anyMatch(sample -> sample.time() == pair.from());
            }
        },
        /** Never sets MultipleValues (§5.4.3.10). */
        MULTIPLE_VALUES {
            @Override
            boolean explains(Pair pair) {
                return pair.isExtreme() && pair.sameValue() && (pair.ours.status() & HistoryStatus.MULTI_VALUE) != 0;
            }
        },
        /** Takes any uncertain sample for a bad one; Tables 21 and 22 only one that is beyond the good ones. */
        UNCERTAIN_BELOW_THE_MAXIMUM {
            @Override
            boolean explains(Pair pair) {
                return pair.isExtreme()
                        && pair.sameValue()
                        && !pair.story.config.treatUncertainAsBad()
                        && pair.inside().anyMatch(ArchivedSample::uncertain);
            }
        },
        /** Counts no time without a good sample after the start of the interval; §5.4.3.31 looks at what was before. */
        DURATION_WITHOUT_A_GOOD_SAMPLE {
            @Override
            boolean explains(Pair pair) {
                return pair.isDuration()
                        && pair.inside().noneMatch(sample -> sample.good() && sample.time() > pair.from());
            }
        },
        /** Merges uncertain with good or bad regions; in the published examples it is neither good nor bad. */
        DURATION_OF_UNCERTAIN {
            @Override
            boolean explains(Pair pair) {
                return pair.isDuration()
                        && (pair.inside().anyMatch(ArchivedSample::uncertain)
                                || pair.before()
                                        .filter(ArchivedSample::uncertain)
                                        .isPresent());
            }
        },
        /** Counts no good time where PercentDataBad is reached; Table 42: "StatusCode is always Good". */
        DURATION_LIMITED_BY_SHARE {
            @Override
            boolean explains(Pair pair) {
                return pair.isDuration() && pair.story.config.percentDataBad() < 100;
            }
        },
        /** Uses the status of the sample before the interval; Table 42 the one of the simple bound between samples. */
        DURATION_FROM_THE_BOUND {
            @Override
            boolean explains(Pair pair) {
                return pair.isDuration()
                        && !pair.story.stepped
                        && pair.atOrAfter().filter(sample -> !sample.good()).isPresent();
            }
        };

        abstract boolean explains(Pair pair);

        static Optional<Difference> of(Pair pair) {
            return Arrays.stream(values()).filter(why -> why.explains(pair)).findFirst();
        }
    }

    /** Our result and theirs for one interval. */
    private record Pair(Story story, Aggregate aggregate, int index, ArchivedSample ours, ArchivedSample theirs) {
        /** InfoType is left out: node-opcua does not set it. */
        boolean agree() {
            return sameValue()
                    && ours.time() == theirs.time()
                    && (ours.status() & ~0x400) == (theirs.status() & ~0x400);
        }

        boolean sameValue() {
            return ours.value().isNull()
                    ? theirs.value().isNull()
                    : !theirs.value().isNull()
                            && Math.abs(ours.value().number() - theirs.value().number()) < 1e-6;
        }

        boolean isExtreme() {
            return aggregate == Aggregate.MINIMUM || aggregate == Aggregate.MAXIMUM;
        }

        boolean isDuration() {
            return aggregate == Aggregate.DURATION_GOOD
                    || aggregate == Aggregate.DURATION_BAD
                    || aggregate == Aggregate.PERCENT_GOOD
                    || aggregate == Aggregate.PERCENT_BAD;
        }

        @Override
        public String toString() {
            return aggregate.browseName() + " at " + from() + ", ours " + ours + ", theirs " + theirs + ", of " + story;
        }

        long from() {
            return story.intervals.startOf(index);
        }

        Stream<ArchivedSample> inside() {
            long to = story.intervals.endOf(index);
            return story.samples.stream()
                    .filter(sample -> sample.time() >= from() && sample.time() < to)
                    .filter(sample -> !HistoryStatus.isNoData(sample.status()));
        }

        Optional<ArchivedSample> before() {
            return story.samples.stream()
                    .filter(sample -> sample.time() < from())
                    .reduce((a, b) -> b);
        }

        Optional<ArchivedSample> atOrAfter() {
            return story.samples.stream()
                    .filter(sample -> sample.time() >= from())
                    .findFirst();
        }
    }

    private record Story(List<ArchivedSample> samples, AggregateConfig config, boolean stepped, Intervals intervals) {
        List<ArchivedSample> results(Aggregate aggregate) {
            List<ArchivedSample> results = new ArrayList<>();
            new Aggregation(AggregateRequest.of(aggregate, config, stepped, intervals), new ListSource(samples))
                    .forEachRemaining(row -> results.add(row.get(0)));
            return results;
        }

        ObjectNode json() {
            ObjectNode json = JSON.createObjectNode()
                    .put("stepped", stepped)
                    .put("treatUncertainAsBad", config.treatUncertainAsBad())
                    .put("percentDataBad", config.percentDataBad())
                    .put("percentDataGood", config.percentDataGood())
                    .put("useSlopedExtrapolation", config.useSlopedExtrapolation())
                    .put("start", milliseconds(intervals.start()))
                    .put("end", milliseconds(intervals.end()))
                    .put("interval", intervals.length() / Ticks.PER_MILLISECOND);
            ArrayNode list = json.putArray("samples");
            for (ArchivedSample sample : samples) {
                ArrayNode entry = list.addArray().add(milliseconds(sample.time()));
                if (sample.value().isNull()) {
                    entry.addNull();
                } else {
                    entry.add(sample.value().number());
                }
                entry.add(sample.status());
            }
            return json;
        }
    }

    private static long milliseconds(long ticks) {
        return Ticks.toInstant(ticks).toEpochMilli();
    }

    private static List<Story> stories() {
        List<Story> stories = new ArrayList<>();
        for (int number : new int[] {1, 2, 3, 5}) {
            Historian historian = Historian.number(number);
            for (int seconds : new int[] {5, 16}) {
                Intervals intervals = new Intervals(Historian.NOON, Historian.at(100), seconds * Ticks.PER_SECOND);
                stories.add(new Story(historian.samples(), historian.config(), historian.stepped(), intervals));
            }
        }
        for (int seed = 0; seed < RANDOM_SERIES; seed++) {
            stories.add(randomStory(new SplittableRandom(seed)));
        }
        return stories;
    }

    private static Story randomStory(SplittableRandom random) {
        List<ArchivedSample> samples = new ArrayList<>();
        int second = 0;
        for (int i = random.nextInt(2, 40); i > 0; i--) {
            // node-opcua fails where nothing usable stands before or after an instant in between.
            int luck = i == 1 || samples.isEmpty() ? 11 : random.nextInt(12);
            int status = luck == 0 ? HistoryStatus.BAD : luck == 1 ? Historian.UNCERTAIN : HistoryStatus.GOOD;
            long time = Historian.at(second);
            samples.add(
                    new ArchivedSample(time, time, status, status < 0 ? Value.NULL : Value.of(random.nextInt(100))));
            second += random.nextInt(1, 9);
        }
        AggregateConfig config = new AggregateConfig(random.nextBoolean(), 100, 100, false);
        Intervals intervals =
                new Intervals(Historian.NOON, Historian.at(second), random.nextInt(3, 25) * Ticks.PER_SECOND);
        return new Story(samples, config, random.nextBoolean(), intervals);
    }

    private JsonNode nodeOpcua(List<Story> stories) throws IOException, InterruptedException {
        assertThat(onPath("node"))
                .as("Node.js is missing: run `make test-tools`, which installs what the tests need")
                .isTrue();
        assertThat(INTEROP.resolve("node_modules/node-opcua-aggregates/package.json"))
                .as("npm packages are missing: run `make test-tools`, or `npm ci` in the folder interop")
                .exists();
        Path question = directory.resolve("series.json");
        Path answer = directory.resolve("results.json");
        Path complaints = directory.resolve("complaints.txt");
        ObjectNode json = JSON.createObjectNode();
        ArrayNode series = json.putArray("series");
        stories.forEach(story -> series.add(story.json()));
        JSON.writeValue(question.toFile(), json);
        Process node = new ProcessBuilder("node", "aggregates.js")
                .directory(INTEROP.toFile())
                .redirectInput(question.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(complaints.toFile())
                .start();
        try {
            boolean ended = node.waitFor(3, TimeUnit.MINUTES);
            if (!ended || node.exitValue() != 0) {
                fail("aggregates.js " + (ended ? "failed: " : "takes too long: ")
                        + Files.readString(complaints, StandardCharsets.UTF_8));
            }
        } finally {
            node.destroyForcibly();
        }
        return JSON.readTree(answer.toFile());
    }

    private static boolean onPath(String command) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
