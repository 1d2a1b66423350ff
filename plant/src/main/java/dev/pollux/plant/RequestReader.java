package dev.pollux.plant;

import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.ModbusPduSerializer;
import com.digitalpetri.modbus.pdu.ModbusPdu;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import java.nio.ByteBuffer;

/**
 * Reads requests and lets those with a function code that the library cannot read through as such, so that they are
 * answered with exception 1. The library's own reader would make it drop the connection.
 */
final class RequestReader implements ModbusPduSerializer {
    @Override
    public void encode(ModbusPdu pdu, ByteBuffer buffer) throws Exception {
        DefaultRequestSerializer.INSTANCE.encode(pdu, buffer);
    }

    @Override
    public ModbusPdu decode(int functionCode, ByteBuffer buffer) throws Exception {
        return FunctionCode.from(functionCode).filter(RequestReader::known).isPresent()
                ? DefaultRequestSerializer.INSTANCE.decode(functionCode, buffer)
                : new Unknown(functionCode);
    }

    /** The functions that the library reads; those that the plant does not offer are refused further on. */
    private static boolean known(FunctionCode function) {
        return switch (function) {
            case READ_COILS,
                    READ_DISCRETE_INPUTS,
                    READ_HOLDING_REGISTERS,
                    READ_INPUT_REGISTERS,
                    WRITE_SINGLE_COIL,
                    WRITE_SINGLE_REGISTER,
                    WRITE_MULTIPLE_COILS,
                    WRITE_MULTIPLE_REGISTERS,
                    MASK_WRITE_REGISTER,
                    READ_WRITE_MULTIPLE_REGISTERS -> true;
            default -> false;
        };
    }

    /** A request that is not understood. */
    private record Unknown(int functionCode) implements ModbusRequestPdu {
        @Override
        public int getFunctionCode() {
            return functionCode;
        }
    }
}
