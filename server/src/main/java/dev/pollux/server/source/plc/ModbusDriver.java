package dev.pollux.server.source.plc;

import dev.pollux.server.project.DeviceConfig;
import org.apache.plc4x.java.modbus.tcp.ModbusTcpDriver;
import org.apache.plc4x.java.modbus.tcp.config.ModbusTcpConfiguration;

/** PLC4X's Modbus stack without its optimizer, which rebuilds tags without their unit identifier. */
final class ModbusDriver extends ModbusTcpDriver {
    static DeviceConnection connection(DeviceConfig device) {
        ModbusDriver driver = new ModbusDriver();
        ModbusTcpConfiguration configuration = DeviceConnection.configuration(
                ModbusTcpConfiguration.class,
                driver.getProtocolCode(),
                device,
                "request-timeout=" + device.requestTimeout().toMillis() + "&default-unit-identifier=" + device.unit());
        return new DeviceConnection(device, configuration, driver.getStackConfigurer(), driver.awaitSetupComplete());
    }
}
