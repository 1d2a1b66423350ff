package dev.pollux.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.history.RowReader.Line;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written into a file comes out of it again, bit for bit, and what cannot have been written is told. */
class RowFileTest {
    private static final String HEADER = "tag,source_time,server_time,status,type,value\n";
    private static final String BEFORE_VALUE = "T,2026-11-21T13:00:00Z,,Good,";

    private static String written(RowFormat format, List<Row> rows) {
        StringWriter text = new StringWriter();
        try {
            RowWriter writer = new RowWriter(format, text, false);
            for (Row row : rows) {
                writer.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<Line> read(RowFormat format, String text) throws IOException {
        RowReader reader = new RowReader(format, new StringReader(text));
        List<Line> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    /** The wire form: two values with the same bytes are the same. */
    private static String bytes(Row row) {
        ByteBuf buffer = Unpooled.buffer();
        new OpcUaBinaryEncoder(DefaultEncodingContext.INSTANCE)
                .setBuffer(buffer)
                .encodeDataValue(row.value());
        return row.tag() + " " + ByteBufUtil.hexDump(buffer);
    }

    @ParameterizedTest
    @EnumSource
    void everythingComesBackBitForBit(RowFormat format) throws IOException {
        for (long seed = 1; seed <= 200; seed++) {
            RandomRows random = new RandomRows(seed);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                rows.add(random.next());
            }
            String text = written(format, rows);
            List<Line> lines = read(format, text);

            assertThat(lines).as("seed %d", seed).allMatch(line -> line.fault().isEmpty());
            List<Row> again =
                    lines.stream().map(line -> line.row().orElseThrow()).toList();
            assertThat(again.stream().map(RowFileTest::bytes))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            rows.stream().map(RowFileTest::bytes).toList());
            assertThat(written(format, again)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void linesAreReadableByPeopleAndOtherPrograms() {
        List<Row> rows = List.of(
                new Row(
                        "Intake.T100.Level",
                        new DataValue(
                                Variant.of(2.5),
                                StatusCode.GOOD,
                                new DateTime(java.time.Instant.parse("2026-11-21T13:00:00.1234567Z")),
                                new DateTime(java.time.Instant.parse("2026-11-21T13:00:00.2Z")))),
                new Row(
                        "Plant.Note",
                        new DataValue(
                                Variant.of("pump, \"old\""),
                                new StatusCode(0x809B0000L),
                                new DateTime(java.time.Instant.parse("2026-11-21T13:00:01Z")),
                                null)),
                new Row(
                        "Plant.Row",
                        new DataValue(
                                Variant.of(new Short[] {1, -2}),
                                new StatusCode(0x40AC0408L),
                                new DateTime(java.time.Instant.parse("2026-11-21T13:00:02Z")),
                                null)));

        assertThat(written(RowFormat.CSV, rows))
                .isEqualTo(HEADER
                        + "Intake.T100.Level,2026-11-21T13:00:00.1234567Z,2026-11-21T13:00:00.2000000Z,"
                        + "Good,Double,2.5\n"
                        + "Plant.Note,2026-11-21T13:00:01.0000000Z,,Bad_NoData,String,\"pump, \"\"old\"\"\"\n"
                        + "Plant.Row,2026-11-21T13:00:02.0000000Z,,0x40AC0408,Int16[],\"[1,-2]\"\n");
        assertThat(written(RowFormat.JSONL, rows).lines().toList().get(2))
                .isEqualTo("{\"tag\":\"Plant.Row\",\"sourceTime\":\"2026-11-21T13:00:02.0000000Z\","
                        + "\"serverTime\":null,\"status\":\"0x40AC0408\",\"type\":\"Int16[]\",\"value\":[1,-2]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Double,x              | 'x' must be a number like 2.5 or -1e3 (Double)",
                "Double,               | '' must be a number",
                "Float,1e39            | '1e39' must be a number",
                "Int16,40000           | '40000' must be a whole number from -32768 to 32767 (Int16)",
                "Boolean,yes           | 'yes' must be true or false",
                "Real,1                | type 'Real' must be Null, Variant, or one of Boolean, Byte",
                "Null,1                | a value of type Null must be empty",
                "Int32[],1             | a value of type Int32[] must be an array",
                "Int32[],[             | the value must be JSON",
                "Variant,AAA           | a value of type Variant must be OPC UA Binary in Base64",
                "Variant,CwAAAA==      | a value of type Variant must be OPC UA Binary in Base64",
                "DateTime,2026         | '2026' must be a time like",
                "Double                | the line has 5 cells, must have 6",
                "String,\"a\"b         | the line has text after a quoted cell",
                "String,\"a            | the line begins a quoted cell that does not end"
            })
    void faultsAreToldWithValueAndRule(String end, String fault) throws IOException {
        List<Line> lines =
                read(RowFormat.CSV, HEADER + BEFORE_VALUE + "Double,1\n" + BEFORE_VALUE + end.strip() + "\n");

        assertThat(lines.get(0).fault()).isEmpty();
        assertThat(lines.get(1).number()).isEqualTo(3);
        assertThat(lines.get(1).fault()).contains(fault.strip());
    }

    // A text may hold line ends; the number told is that of the line on which the record begins.
    @Test
    void linesAreCountedAcrossTextsWithLineEnds() throws IOException {
        List<Line> lines = read(
                RowFormat.CSV,
                HEADER.replace("\n", "\r\n") + BEFORE_VALUE + "String,\"a\nb\r\nc\"\r\n" + "\r\n" + BEFORE_VALUE
                        + "Double,x");

        assertThat(lines.get(0).number()).isEqualTo(2);
        assertThat(lines.get(0).row().orElseThrow().value().value().value()).isEqualTo("a\nb\r\nc");
        assertThat(lines.get(1).number()).isEqualTo(6);
        assertThat(read(RowFormat.CSV, "a,b\n" + BEFORE_VALUE)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                                        | the line must be a JSON object",
                "{\"tag\":\"T\"                            | the line must be JSON",
                "{\"tag\":\"T\"}                           | the key sourceTime must be there and be a text",
                "{\"tag\":\"T\",\"extra\":1}               | the key extra must be one of"
            })
    void faultsOfJsonAreTold(String line, String fault) throws IOException {
        assertThat(read(RowFormat.JSONL, "\n" + line + "\n").get(0).fault()).contains(fault.strip());
        assertThat(read(RowFormat.JSONL, "\n" + line + "\n").get(0).number()).isEqualTo(2);
    }

    @Test
    void numberThatIsTooLargeDoesNotBecomeInfinity() throws IOException {
        String line = "{\"tag\":\"T\",\"sourceTime\":\"2026-11-21T13:00:00Z\",\"status\":\"Good\",\"type\":\"Double\","
                + "\"value\":%s}\n";
        assertThat(read(RowFormat.JSONL, line.formatted("1e999")).get(0).fault())
                .contains("must be a number");
        assertThat(read(RowFormat.JSONL, line.formatted("\"Infinity\"")).get(0).fault())
                .isEmpty();
    }
}
