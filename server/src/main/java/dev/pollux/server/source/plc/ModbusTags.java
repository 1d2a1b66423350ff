package dev.pollux.server.source.plc;

import dev.pollux.server.source.Session.Change;
import dev.pollux.server.source.block.Block;
import java.util.Map;
import org.apache.plc4x.java.api.model.PlcTag;
import org.apache.plc4x.java.modbus.base.tag.ModbusTagCoil;
import org.apache.plc4x.java.modbus.base.tag.ModbusTagDiscreteInput;
import org.apache.plc4x.java.modbus.base.tag.ModbusTagHoldingRegister;
import org.apache.plc4x.java.modbus.base.tag.ModbusTagInputRegister;
import org.apache.plc4x.java.modbus.readwrite.ModbusDataType;

/**
 * Blocks as arrays of BOOL and UINT. PLC4X writes one register with function code 6, several with 16 and coils with 15.
 */
final class ModbusTags implements TagForm {
    @Override
    public PlcTag readTag(Block block) {
        Map<String, String> unit =
                Map.of("unit-id", Integer.toString(block.region().number()));
        int first = block.first();
        int count = block.count();
        return switch (block.region().table()) {
            case COIL -> new ModbusTagCoil(first, count, ModbusDataType.BOOL, unit);
            case DISCRETE -> new ModbusTagDiscreteInput(first, count, ModbusDataType.BOOL, unit);
            case HOLDING -> new ModbusTagHoldingRegister(first, count, ModbusDataType.UINT, unit);
            case INPUT -> new ModbusTagInputRegister(first, count, ModbusDataType.UINT, unit);
            case DATA_BLOCK, MARKER, PROCESS_INPUT, PROCESS_OUTPUT ->
                throw new IllegalArgumentException("Modbus has no " + block);
        };
    }

    @Override
    public PlcTag writeTag(Change change) {
        return readTag(change.block());
    }

    @Override
    public Object[] values(Change change) {
        if (change.block().region().table().cellBits() == 1) {
            return new Object[] {change.bytes()[0] != 0};
        }
        Object[] registers = new Object[change.block().count()];
        for (int i = 0; i < registers.length; i++) {
            registers[i] = ((change.bytes()[2 * i] & 0xFF) << 8) | (change.bytes()[2 * i + 1] & 0xFF);
        }
        return registers;
    }
}
