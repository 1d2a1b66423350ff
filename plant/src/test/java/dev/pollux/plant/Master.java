package dev.pollux.plant;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusExecutionException;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.ModbusTimeoutException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleCoilsRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A Modbus master that addresses points by their tag names over a real connection. */
final class Master implements AutoCloseable {
    private final ModbusTcpClient client;
    private final ModbusMap map = ModbusMap.waterWorks();

    Master(InetSocketAddress server) throws ModbusExecutionException {
        client = ModbusTcpClient.create(
                NettyTcpClientTransport.create(config -> {
                    config.setHostname(server.getHostString());
                    config.setPort(server.getPort());
                    config.setConnectTimeout(Duration.ofSeconds(2));
                }),
                config -> config.setRequestTimeout(Duration.ofSeconds(5)));
        client.connect();
    }

    Point point(String name) {
        return map.point(name).orElseThrow();
    }

    /** The engineering value of a point. */
    Object read(String name) throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        Point point = point(name);
        int unit = point.plc().unit();
        int first = point.address().number() - 1;
        return switch (point.address().table()) {
            case COIL -> client.readCoils(unit, new ReadCoilsRequest(first, 1)).coils()[0] == 1;
            case DISCRETE ->
                client.readDiscreteInputs(unit, new ReadDiscreteInputsRequest(first, 1))
                                .inputs()[0]
                        == 1;
            case HOLDING -> decode(point, holding(unit, first, point.address().size()));
            case INPUT -> decode(point, input(unit, first, point.address().size()));
        };
    }

    double number(String name) throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        return (Double) read(name);
    }

    private Object decode(Point point, byte[] registers) {
        return map.boundPoints(point.plc()).stream()
                .filter(bound -> bound.point().equals(point))
                .findFirst()
                .orElseThrow()
                .decode(registers);
    }

    /** Writes an engineering value with the multiple-write functions; nothing is checked on this side. */
    void write(String name, Object value)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        Point point = point(name);
        int unit = point.plc().unit();
        int first = point.address().number() - 1;
        if (value instanceof Boolean on) {
            coil(unit, first, on ? 0xFF00 : 0);
            return;
        }
        BoundPoint bound = map.boundPoints(point.plc()).stream()
                .filter(each -> each.point().equals(point))
                .findFirst()
                .orElseThrow();
        registers(unit, first, bound.encode(value));
    }

    byte[] holding(int unit, int first, int quantity)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        return client.readHoldingRegisters(unit, new ReadHoldingRegistersRequest(first, quantity))
                .registers();
    }

    byte[] input(int unit, int first, int quantity)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        return client.readInputRegisters(unit, new ReadInputRegistersRequest(first, quantity))
                .registers();
    }

    byte[] coils(int unit, int first, int quantity)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        return client.readCoils(unit, new ReadCoilsRequest(first, quantity)).coils();
    }

    void coil(int unit, int first, int value)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        client.writeSingleCoil(unit, new WriteSingleCoilRequest(first, value));
    }

    void coils(int unit, int first, int quantity, byte... values)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        client.writeMultipleCoils(unit, new WriteMultipleCoilsRequest(first, quantity, values));
    }

    void register(int unit, int first, int value)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        client.writeSingleRegister(unit, new WriteSingleRegisterRequest(first, value));
    }

    void registers(int unit, int first, byte... values)
            throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        client.writeMultipleRegisters(unit, new WriteMultipleRegistersRequest(first, values.length / 2, values));
    }

    /** Sends bytes as they are. */
    byte[] raw(int unit, byte... pdu) throws ModbusExecutionException, ModbusResponseException, ModbusTimeoutException {
        return client.sendRaw(unit, pdu);
    }

    @Override
    public void close() throws ModbusExecutionException {
        client.disconnect();
    }
}
