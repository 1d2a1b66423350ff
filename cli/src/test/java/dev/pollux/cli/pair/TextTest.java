package dev.pollux.cli.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator types and reads: names of nodes, values, failures. */
class TextTest {
    private static final NodeNames NAMES = new NodeNames(
            List.of("http://opcfoundation.org/UA/", "urn:pollux:plant:CASTOR", NodeNames.POLLUX, "urn:example:plant"));

    @ParameterizedTest
    @CsvSource({
        "Intake.T100.Level,                ns=3;s=Intake.T100.Level",
        "@RM_MASTER,                       ns=2;s=@RM_MASTER",
        "Pollux/Redundancy/Term,           ns=2;s=Pollux/Redundancy/Term",
        "i=2258,                           i=2258",
        "ns=3;s=a;b=c,                     ns=3;s=a;b=c",
        "nsu=urn:example:plant;s=Tag,      ns=3;s=Tag"
    })
    void namesMeanNodes(String text, String id) {
        assertThat(NAMES.nodeId(text).toParseableString()).isEqualTo(id);
    }

    @Test
    void nodesKeepTheirMeaningOnEveryStation() {
        assertThat(NAMES.expanded("Tag").toParseableString()).isEqualTo("nsu=urn:example:plant;s=Tag");
        assertThat(NAMES.text(NAMES.nodeId("Tag"))).isEqualTo("Tag");
        assertThat(NAMES.text(NAMES.nodeId("i=85"))).isEqualTo("i=85");
    }

    @ParameterizedTest
    @CsvSource({"nsu=urn:other;s=Tag, no namespace urn:other", "i=abc, is not a NodeId", "'', must be a tag"})
    void wrongNamesAreRefusedWithTheRule(String text, String rule) {
        assertThatThrownBy(() -> NAMES.nodeId(text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "on, 1, true",
        "-128, 2, -128",
        "255, 3, 255",
        "-5, 4, -5",
        "65535, 5, 65535",
        "4294967295, 7, 4294967295",
        "18446744073709551615, 9, 18446744073709551615",
        "2.5, 10, 2.5",
        "-1e3, 11, -1000.0",
        " text , 12, text"
    })
    void valuesTakeTheTypeOfTheNode(String text, int type, String value) {
        assertThat(TypedValue.parse(text, type)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({"yes, 1", "128, 2", "256, 3", "40000, 4", "-1, 5", "1.5, 6", "1e99, 10", "NaN, 11", "'1,5', 11"})
    void valuesThatDoNotFitAreRefusedWithTheRule(String text, int type) {
        assertThatThrownBy(() -> TypedValue.parse(text, type))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("'" + text + "' must be");
    }

    @Test
    void valuesBecomePlain() {
        assertThat(ValueText.plain(ULong.valueOf(5))).isEqualTo(java.math.BigInteger.valueOf(5));
        assertThat(ValueText.plain(Variant.of(new UInteger[] {UInteger.valueOf(1)})))
                .isEqualTo(List.of(java.math.BigInteger.ONE));
        assertThat(ValueText.plain(Double.NaN)).isEqualTo("NaN");
        assertThat(ValueText.text(LocalizedText.english("a\u001b[2Jb"))).isEqualTo("a [2Jb");
        Map<String, @Nullable Object> json = ValueText.json("Tag", new DataValue(new StatusCode(0x80340000L)));
        assertThat(json).containsEntry("status", "Bad_NodeIdUnknown").containsEntry("value", null);
    }
}
