package dev.pollux.server.source.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.TagType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an address may look like, and what the operator is told if it does not. */
class PlcAddressesTest {
    private final PlcAddresses addresses = new PlcAddresses();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MODBUS_TCP | BOOLEAN | READ_WRITE | coil:1",
                "MODBUS_TCP | BOOLEAN | READ | discrete:65535",
                "MODBUS_TCP | INT16 | READ_WRITE | holding:100:INT16",
                "MODBUS_TCP | FLOAT | READ_WRITE | holding:65534:FLOAT32:CDAB",
                "MODBUS_TCP | DOUBLE | READ_WRITE | holding:100:FLOAT32",
                "MODBUS_TCP | DOUBLE | READ | input:100:INT64:DCBA",
                "MODBUS_TCP | FLOAT | READ | input:100:UINT16:BADC",
                "MODBUS_TCP | INT64 | READ | input:100:UINT32",
                "MODBUS_TCP | STRING | READ_WRITE | holding:1:STRING(246)",
                "MODBUS_TCP | BOOLEAN | READ_WRITE | holding:7.15",
                "MODBUS_TCP | BOOLEAN | READ | input:7.0",
                "MODBUS_TCP | UINT16 | READ_WRITE | unit=255;holding:7:UINT16",
                "S7 | FLOAT | READ_WRITE | DB1:12:REAL",
                "S7 | BOOLEAN | READ_WRITE | DB65535:4.7",
                "S7 | INT16 | READ_WRITE | M:10:INT",
                "S7 | BYTE | READ | I:0:BYTE",
                "S7 | STRING | READ_WRITE | DB3:50:STRING(198)",
                "S7 | UINT64 | READ_WRITE | Q:0:LWORD"
            })
    void goodAddressHasNoFault(Protocol protocol, TagType type, Access access, String address) {
        assertThat(addresses.fault(protocol, type, access, address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MODBUS_TCP | UINT16 | READ | holding:65536:UINT16 | number 65536 is not within 1..65535",
                "MODBUS_TCP | UINT16 | READ | holding:0:UINT16 | number 0 is not within 1..65535",
                "MODBUS_TCP | FLOAT | READ | holding:65535:FLOAT32 | number 65535 with 2 registers is not within",
                "MODBUS_TCP | UINT16 | READ | holding:1 | a register needs a type, for example holding:1:UINT16",
                "MODBUS_TCP | UINT16 | READ | holding:1:REAL | type REAL is none of INT16",
                "MODBUS_TCP | FLOAT | READ | holding:1:FLOAT32:ABDC | order ABDC is none of ABCD, CDAB, BADC, DCBA",
                "MODBUS_TCP | BOOLEAN | READ | coil:1:UINT16 | a coil is a single bit",
                "MODBUS_TCP | BOOLEAN | READ | holding:1.16 | bit 16 is not within 0..15",
                "MODBUS_TCP | BOOLEAN | READ | holding:1.3:UINT16 | a bit of a register has no type",
                "MODBUS_TCP | STRING | READ | holding:1:STRING | a STRING needs its length",
                "MODBUS_TCP | STRING | READ | holding:1:STRING(247) | length 247 of a STRING is not within 1..246",
                "MODBUS_TCP | STRING | READ | holding:1:STRING(4):CDAB | a STRING has the order ABCD or BADC",
                "MODBUS_TCP | UINT16 | READ | unit=256;holding:1:UINT16 | unit 256 is not within 0..255",
                "MODBUS_TCP | UINT16 | READ | register:1:UINT16 | area register is none of coil",
                "MODBUS_TCP | UINT16 | READ | 40001 | a Modbus address is one of coil:N",
                "MODBUS_TCP | BOOLEAN | READ_WRITE | discrete:1 | a discrete input cannot be written",
                "MODBUS_TCP | UINT16 | READ_WRITE | input:1:UINT16 | an input register cannot be written",
                "MODBUS_TCP | INT16 | READ | holding:1:UINT16 | a raw UINT16 does not fit into a tag of type INT16",
                "MODBUS_TCP | FLOAT | READ | holding:1:FLOAT64 | a raw FLOAT64 does not fit into a tag of type FLOAT",
                "MODBUS_TCP | INT32 | READ | holding:1:FLOAT32 | a raw FLOAT32 does not fit into a tag of type INT32",
                "MODBUS_TCP | BOOLEAN | READ | holding:1:UINT16 | a raw UINT16 does not fit into a tag of type BOOLEAN",
                "S7 | FLOAT | READ | DB0:1:REAL | data block 0 is not within 1..65535",
                "S7 | BOOLEAN | READ | DB1:1.8 | bit 8 is not within 0..7",
                "S7 | FLOAT | READ | DB1:65533:REAL | byte 65533 with 4 bytes is not within 0..65535",
                "S7 | FLOAT | READ | DB1:1:FLOAT32 | type FLOAT32 is none of SINT",
                "S7 | FLOAT | READ | %DB1.DBD4 | an S7 address is one of DB<n>",
                "S7 | BOOLEAN | READ_WRITE | I:0.0 | an S7 input cannot be written",
                "S7 | STRING | READ | DB1:0:STRING(199) | length 199 of a STRING is not within 1..198"
            })
    void faultNamesTheRule(Protocol protocol, TagType type, Access access, String address, String rule) {
        assertThat(addresses.fault(protocol, type, access, address))
                .hasValueSatisfying(each -> assertThat(each).startsWith(rule));
    }

    @Test
    void numbersOfManualsBecomeWireAddresses() {
        PlcAddress address = PlcAddresses.parse(Protocol.MODBUS_TCP, "holding:100:FLOAT64", 3);
        assertThat(address.cells()).isEqualTo(new Block(new Region(Table.HOLDING, 3), 99, 4));
        assertThat(PlcAddresses.parse(Protocol.S7, "DB7:4.3", 3).cells())
                .isEqualTo(new Block(new Region(Table.DATA_BLOCK, 7), 4, 1));
    }

    // What comes from a spreadsheet may be anything.
    @Test
    void absurdNumbersAreFaultsAndNoExceptions() {
        for (String address :
                new String[] {"", ":", "holding:99999999999:UINT16", "DB99999999999:1:INT", "coil:", "\n"}) {
            assertThat(addresses.fault(Protocol.MODBUS_TCP, TagType.BOOLEAN, Access.READ, address))
                    .as(address)
                    .isPresent();
            assertThat(addresses.fault(Protocol.S7, TagType.BOOLEAN, Access.READ, address))
                    .as(address)
                    .isPresent();
        }
    }
}
