package dev.pollux.plant;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsResponse;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilResponse;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import dev.pollux.plant.PointAddress.Table;

/**
 * The eight Modbus functions of both controllers. Quantities and values are checked as the Modbus Application Protocol
 * V1.1b3 §6 demands; a unit that is no controller answers exception 11, as a gateway would.
 */
final class PlcServices implements ModbusServices {
    private static final int READ_BITS_MAX = 2000;
    private static final int READ_REGISTERS_MAX = 125;
    private static final int WRITE_BITS_MAX = 1968;
    private static final int WRITE_REGISTERS_MAX = 123;
    private static final int COIL_ON = 0xFF00;
    private static final int COIL_OFF = 0x0000;

    private final LivePlant plant;

    PlcServices(LivePlant plant) {
        this.plant = plant;
    }

    @Override
    public ReadCoilsResponse readCoils(ModbusRequestContext context, int unitId, ReadCoilsRequest request)
            throws ModbusResponseException {
        return answer(FunctionCode.READ_COILS, unitId, plc -> {
            requireQuantity(request.quantity(), READ_BITS_MAX);
            return new ReadCoilsResponse(plant.readBits(plc, Table.COIL, request.address(), request.quantity()));
        });
    }

    @Override
    public ReadDiscreteInputsResponse readDiscreteInputs(
            ModbusRequestContext context, int unitId, ReadDiscreteInputsRequest request)
            throws ModbusResponseException {
        return answer(FunctionCode.READ_DISCRETE_INPUTS, unitId, plc -> {
            requireQuantity(request.quantity(), READ_BITS_MAX);
            return new ReadDiscreteInputsResponse(
                    plant.readBits(plc, Table.DISCRETE, request.address(), request.quantity()));
        });
    }

    @Override
    public ReadHoldingRegistersResponse readHoldingRegisters(
            ModbusRequestContext context, int unitId, ReadHoldingRegistersRequest request)
            throws ModbusResponseException {
        return answer(FunctionCode.READ_HOLDING_REGISTERS, unitId, plc -> {
            requireQuantity(request.quantity(), READ_REGISTERS_MAX);
            return new ReadHoldingRegistersResponse(
                    plant.readRegisters(plc, Table.HOLDING, request.address(), request.quantity()));
        });
    }

    @Override
    public ReadInputRegistersResponse readInputRegisters(
            ModbusRequestContext context, int unitId, ReadInputRegistersRequest request)
            throws ModbusResponseException {
        return answer(FunctionCode.READ_INPUT_REGISTERS, unitId, plc -> {
            requireQuantity(request.quantity(), READ_REGISTERS_MAX);
            return new ReadInputRegistersResponse(
                    plant.readRegisters(plc, Table.INPUT, request.address(), request.quantity()));
        });
    }

    @Override
    public WriteSingleCoilResponse writeSingleCoil(
            ModbusRequestContext context, int unitId, WriteSingleCoilRequest request) throws ModbusResponseException {
        return answer(FunctionCode.WRITE_SINGLE_COIL, unitId, plc -> {
            if (request.value() != COIL_ON && request.value() != COIL_OFF) {
                throw new RefusedException(ExceptionCode.ILLEGAL_DATA_VALUE);
            }
            plant.writeCoils(plc, request.address(), request.value() == COIL_ON);
            return new WriteSingleCoilResponse(request.address(), request.value());
        });
    }

    @Override
    public WriteMultipleCoilsResponse writeMultipleCoils(
            ModbusRequestContext context, int unitId, WriteMultipleCoilsRequest request)
            throws ModbusResponseException {
        return answer(FunctionCode.WRITE_MULTIPLE_COILS, unitId, plc -> {
            requireQuantity(request.quantity(), WRITE_BITS_MAX);
            requireLength(request.values(), (request.quantity() + 7) / 8);
            boolean[] values = new boolean[request.quantity()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (request.values()[i / 8] >> (i % 8) & 1) != 0;
            }
            plant.writeCoils(plc, request.address(), values);
            return new WriteMultipleCoilsResponse(request.address(), request.quantity());
        });
    }

    @Override
    public WriteSingleRegisterResponse writeSingleRegister(
            ModbusRequestContext context, int unitId, WriteSingleRegisterRequest request)
            throws ModbusResponseException {
        return answer(FunctionCode.WRITE_SINGLE_REGISTER, unitId, plc -> {
            byte[] register = {(byte) (request.value() >> 8), (byte) request.value()};
            plant.writeRegisters(plc, request.address(), register);
            return new WriteSingleRegisterResponse(request.address(), request.value());
        });
    }

    @Override
    public WriteMultipleRegistersResponse writeMultipleRegisters(
            ModbusRequestContext context, int unitId, WriteMultipleRegistersRequest request)
            throws ModbusResponseException {
        return answer(FunctionCode.WRITE_MULTIPLE_REGISTERS, unitId, plc -> {
            requireQuantity(request.quantity(), WRITE_REGISTERS_MAX);
            requireLength(request.values(), request.quantity() * 2);
            plant.writeRegisters(plc, request.address(), request.values());
            return new WriteMultipleRegistersResponse(request.address(), request.quantity());
        });
    }

    private static <T> T answer(FunctionCode function, int unit, Service<T> service) throws ModbusResponseException {
        try {
            for (Plc plc : Plc.values()) {
                if (plc.unit() == unit) {
                    return service.serve(plc);
                }
            }
            throw new RefusedException(ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE);
        } catch (RefusedException e) {
            throw new ModbusResponseException(function, e.code());
        }
    }

    private static void requireQuantity(int quantity, int max) throws RefusedException {
        if (quantity < 1 || quantity > max) {
            throw new RefusedException(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
    }

    private static void requireLength(byte[] values, int length) throws RefusedException {
        if (values.length != length) {
            throw new RefusedException(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
    }

    private interface Service<T> {
        T serve(Plc plc) throws RefusedException;
    }
}
