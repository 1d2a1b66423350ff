package dev.pollux.server.history;

import static dev.pollux.server.history.HistoryClient.raw;
import static dev.pollux.server.history.HistoryClient.status;
import static dev.pollux.server.history.HistoryStation.at;
import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Ticks;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawHistoryTest {
    private HistoryStation station;
    private TestClient observer;
    private HistoryClient history;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station = new HistoryStation(27000, folder);
        station.storeExample();
        observer = TestClient.anonymous(station.station.url);
        history = HistoryClient.of(observer);
    }

    @AfterAll
    void stop() throws Exception {
        observer.close();
        station.close();
    }

    // OPC 10000-11 §4.6, Table 1; the values stand at 5:00, 5:02, 5:03, 5:05 and 5:06. Compared row by row with the
    // values
    // that open62541 tests by, gathered from the table of release 1.03: the values are the same. With one time only and
    // a
    // number, those want a continuation point too; §6.5.3.2 of 1.05 gives one only where all three are specified.
    @ParameterizedTest(name = "{0} to {1}, {2} values, bounds {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    5:00 | 5:05 | 0 | yes | 5:00 5:02 5:03 5:05
                    5:00 | 5:05 | 0 | no  | 5:00 5:02 5:03
                    5:01 | 5:04 | 0 | yes | 5:00 5:02 5:03 5:05
                    5:01 | 5:04 | 0 | no  | 5:02 5:03
                    5:05 | 5:00 | 0 | yes | 5:05 5:03 5:02 5:00
                    5:05 | 5:00 | 0 | no  | 5:05 5:03 5:02
                    5:04 | 5:01 | 0 | yes | 5:05 5:03 5:02 5:00
                    5:04 | 5:01 | 0 | no  | 5:03 5:02
                    4:59 | 5:05 | 0 | yes | !4:59 5:00 5:02 5:03 5:05
                    4:59 | 5:05 | 0 | no  | 5:00 5:02 5:03
                    5:01 | 5:07 | 0 | yes | 5:00 5:02 5:03 5:05 5:06 !5:07
                    5:01 | 5:07 | 0 | no  | 5:02 5:03 5:05 5:06
                    5:00 | 5:05 | 3 | yes | 5:00 5:02 5:03 +
                    5:00 | 5:05 | 3 | no  | 5:00 5:02 5:03
                    5:01 | 5:04 | 3 | yes | 5:00 5:02 5:03 +
                    5:01 | 5:04 | 3 | no  | 5:02 5:03
                    5:05 | 5:00 | 3 | yes | 5:05 5:03 5:02 +
                    5:05 | 5:00 | 3 | no  | 5:05 5:03 5:02
                    5:04 | 5:01 | 3 | yes | 5:05 5:03 5:02 +
                    5:04 | 5:01 | 3 | no  | 5:03 5:02
                    4:59 | 5:05 | 3 | yes | !4:59 5:00 5:02 +
                    4:59 | 5:05 | 3 | no  | 5:00 5:02 5:03
                    5:01 | 5:07 | 3 | yes | 5:00 5:02 5:03 +
                    5:01 | 5:07 | 3 | no  | 5:02 5:03 5:05 +
                    5:00 | -    | 3 | yes | 5:00 5:02 5:03
                    5:00 | -    | 3 | no  | 5:00 5:02 5:03
                    5:00 | -    | 6 | yes | 5:00 5:02 5:03 5:05 5:06 !5:06:01
                    5:00 | -    | 6 | no  | 5:00 5:02 5:03 5:05 5:06
                    5:07 | -    | 6 | yes | 5:06 !5:06:01
                    5:07 | -    | 6 | no  | NODATA
                    -    | 5:06 | 3 | yes | 5:06 5:05 5:03
                    -    | 5:06 | 3 | no  | 5:06 5:05 5:03
                    -    | 5:06 | 6 | yes | 5:06 5:05 5:03 5:02 5:00 !4:59:59
                    -    | 5:06 | 6 | no  | 5:06 5:05 5:03 5:02 5:00
                    -    | 4:48 | 6 | yes | 5:00 !4:59:59
                    -    | 4:48 | 6 | no  | NODATA
                    4:48 | 4:48 | 0 | yes | !4:48 5:00
                    4:48 | 4:48 | 0 | no  | NODATA
                    4:48 | 4:48 | 1 | yes | !4:48 +
                    4:48 | 4:48 | 1 | no  | NODATA
                    4:48 | 4:48 | 2 | yes | !4:48 5:00
                    5:00 | 5:00 | 0 | yes | 5:00 5:02
                    5:00 | 5:00 | 0 | no  | 5:00
                    5:00 | 5:00 | 1 | yes | 5:00 +
                    5:00 | 5:00 | 1 | no  | 5:00
                    5:01 | 5:01 | 0 | yes | 5:00 5:02
                    5:01 | 5:01 | 0 | no  | NODATA
                    5:01 | 5:01 | 1 | yes | 5:00 +
                    5:01 | 5:01 | 1 | no  | NODATA
                    """)
    void boundsAreThoseOfTheStandard(String start, String end, int count, String bounds, String expected)
            throws Exception {
        HistoryReadResult result =
                history.read(tag("Level"), raw(instant(start), instant(end), count, bounds.equals("yes")));

        List<DataValue> values = history.values(result);
        if (expected.equals("NODATA")) {
            assertThat(result.getStatusCode()).isEqualTo(status(StatusCodes.Good_NoData));
            assertThat(values).isEmpty();
            return;
        }
        boolean more = expected.endsWith("+");
        List<String> wanted = Arrays.asList(expected.replace("+", "").strip().split(" +"));
        assertThat(result.getStatusCode().isGood()).isTrue();
        assertThat(values.stream().map(RawHistoryTest::text)).containsExactlyElementsOf(wanted);
        assertThat(result.getContinuationPoint().length() > 0).isEqualTo(more);
    }

    private static long instant(String clock) {
        return clock.equals("-") ? 0 : at(clock + ":00");
    }

    private static String text(DataValue value) {
        boolean missing = value.statusCode().value() == StatusCodes.Bad_BoundNotFound;
        assertThat(value.value().isNull()).isEqualTo(missing);
        String clock =
                Ticks.toInstant(Queries.ticks(value.sourceTime())).toString().substring(12, 19);
        return (missing ? "!" : "") + (clock.endsWith(":00") ? clock.substring(0, 4) : clock);
    }
}
