package dev.pollux.server.source;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.UnknownUnitIdException;
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
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.net.BindException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A Modbus TCP device with units whose memory a test can look into: a server of another library than the client under
 * test. Numbers are those of manuals, from 1.
 */
public final class ModbusDevice implements AutoCloseable {
    private static final long BIND_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<Integer, Unit> units = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ModbusTcpServer server;

    /** The memory of a unit. */
    public static final class Unit {
        private final int[] holding = new int[65536];
        private final int[] input = new int[65536];
        private final BitSet coils = new BitSet(65536);
        private final BitSet discretes = new BitSet(65536);
        private final BitSet unmapped = new BitSet(65536);

        public synchronized Unit holding(int number, int... values) {
            for (int i = 0; i < values.length; i++) {
                holding[number - 1 + i] = values[i] & 0xFFFF;
            }
            return this;
        }

        public synchronized int holding(int number) {
            return holding[number - 1];
        }

        public synchronized Unit input(int number, int... values) {
            for (int i = 0; i < values.length; i++) {
                input[number - 1 + i] = values[i] & 0xFFFF;
            }
            return this;
        }

        public synchronized Unit coil(int number, boolean value) {
            coils.set(number - 1, value);
            return this;
        }

        public synchronized boolean coil(int number) {
            return coils.get(number - 1);
        }

        public synchronized Unit discrete(int number, boolean value) {
            discretes.set(number - 1, value);
            return this;
        }

        /** Makes a holding register not exist, or exist again. */
        public synchronized Unit unmapped(int number, boolean gone) {
            unmapped.set(number - 1, gone);
            return this;
        }

        private synchronized byte[] registers(int[] table, int address, int quantity) {
            byte[] bytes = new byte[2 * quantity];
            for (int i = 0; i < quantity; i++) {
                bytes[2 * i] = (byte) (table[address + i] >> 8);
                bytes[2 * i + 1] = (byte) table[address + i];
            }
            return bytes;
        }

        private static byte[] bits(BitSet table, int address, int quantity) {
            byte[] bytes = new byte[(quantity + 7) / 8];
            for (int i = 0; i < quantity; i++) {
                if (table.get(address + i)) {
                    bytes[i / 8] |= (byte) (1 << (i % 8));
                }
            }
            return bytes;
        }
    }

    public ModbusDevice(int port) throws InterruptedException, ExecutionException {
        unit(1);
        server = listen(port, System.nanoTime() + BIND_WAIT_NANOS);
    }

    // A listener that was closed a moment ago in this JVM keeps its port until its selector has seen the close, so the
    // device that takes its place may have to ask twice.
    private ModbusTcpServer listen(int port, long deadline) throws InterruptedException, ExecutionException {
        while (true) {
            ModbusTcpServer attempt = ModbusTcpServer.create(
                    NettyTcpServerTransport.create(config -> {
                        config.bindAddress = "127.0.0.1";
                        config.port = port;
                    }),
                    new Services());
            try {
                attempt.start();
                return attempt;
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof BindException) || System.nanoTime() - deadline > 0) {
                    throw failure;
                }
                Thread.onSpinWait();
            }
        }
    }

    public Unit unit(int number) {
        return units.computeIfAbsent(number, each -> new Unit());
    }

    /** What was asked, in order, for example {@code read unit 1 holding 1..3}. */
    public List<String> requests() {
        return new ArrayList<>(requests);
    }

    public void forgetRequests() {
        requests.clear();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Services implements ModbusServices {
        private Unit unit(int number, String what, int address, int quantity) throws UnknownUnitIdException {
            requests.add(what.replace("unit", "unit " + number) + " " + (address + 1) + ".." + (address + quantity));
            Unit unit = units.get(number);
            if (unit == null) {
                throw new UnknownUnitIdException(number);
            }
            return unit;
        }

        @Override
        public ReadHoldingRegistersResponse readHoldingRegisters(
                ModbusRequestContext context, int number, ReadHoldingRegistersRequest request)
                throws ModbusResponseException, UnknownUnitIdException {
            Unit unit = unit(number, "read unit holding", request.address(), request.quantity());
            synchronized (unit) {
                int hole = unit.unmapped.nextSetBit(request.address());
                if (hole >= 0 && hole < request.address() + request.quantity()) {
                    throw new ModbusResponseException(
                            FunctionCode.READ_HOLDING_REGISTERS, ExceptionCode.ILLEGAL_DATA_ADDRESS);
                }
            }
            return new ReadHoldingRegistersResponse(
                    unit.registers(unit.holding, request.address(), request.quantity()));
        }

        @Override
        public ReadInputRegistersResponse readInputRegisters(
                ModbusRequestContext context, int number, ReadInputRegistersRequest request)
                throws UnknownUnitIdException {
            Unit unit = unit(number, "read unit input", request.address(), request.quantity());
            return new ReadInputRegistersResponse(unit.registers(unit.input, request.address(), request.quantity()));
        }

        @Override
        public ReadCoilsResponse readCoils(ModbusRequestContext context, int number, ReadCoilsRequest request)
                throws UnknownUnitIdException {
            Unit unit = unit(number, "read unit coil", request.address(), request.quantity());
            synchronized (unit) {
                return new ReadCoilsResponse(Unit.bits(unit.coils, request.address(), request.quantity()));
            }
        }

        @Override
        public ReadDiscreteInputsResponse readDiscreteInputs(
                ModbusRequestContext context, int number, ReadDiscreteInputsRequest request)
                throws UnknownUnitIdException {
            Unit unit = unit(number, "read unit discrete", request.address(), request.quantity());
            synchronized (unit) {
                return new ReadDiscreteInputsResponse(Unit.bits(unit.discretes, request.address(), request.quantity()));
            }
        }

        @Override
        public WriteSingleRegisterResponse writeSingleRegister(
                ModbusRequestContext context, int number, WriteSingleRegisterRequest request)
                throws ModbusResponseException, UnknownUnitIdException {
            Unit unit = unit(number, "write unit holding", request.address(), 1);
            if (request.value() == 0xDEAD) {
                throw new ModbusResponseException(FunctionCode.WRITE_SINGLE_REGISTER, ExceptionCode.ILLEGAL_DATA_VALUE);
            }
            unit.holding(request.address() + 1, request.value());
            return new WriteSingleRegisterResponse(request.address(), request.value());
        }

        @Override
        public WriteMultipleRegistersResponse writeMultipleRegisters(
                ModbusRequestContext context, int number, WriteMultipleRegistersRequest request)
                throws UnknownUnitIdException {
            Unit unit = unit(number, "write unit holding", request.address(), request.quantity());
            for (int i = 0; i < request.quantity(); i++) {
                unit.holding(
                        request.address() + 1 + i,
                        (request.values()[2 * i] << 8) | (request.values()[2 * i + 1] & 0xFF));
            }
            return new WriteMultipleRegistersResponse(request.address(), request.quantity());
        }

        @Override
        public WriteMultipleCoilsResponse writeMultipleCoils(
                ModbusRequestContext context, int number, WriteMultipleCoilsRequest request)
                throws UnknownUnitIdException {
            Unit unit = unit(number, "write unit coil", request.address(), request.quantity());
            for (int i = 0; i < request.quantity(); i++) {
                unit.coil(request.address() + 1 + i, ((request.values()[i / 8] >> (i % 8)) & 1) == 1);
            }
            return new WriteMultipleCoilsResponse(request.address(), request.quantity());
        }
    }
}
