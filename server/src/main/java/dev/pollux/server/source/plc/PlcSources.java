package dev.pollux.server.source.plc;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.source.Source;

/** The sources of all protocols that PLC4X serves. */
public final class PlcSources {
    private PlcSources() {}

    /** The source of a device. Opens nothing yet. */
    public static Source of(DeviceConfig device) {
        return switch (device.protocol()) {
            case MODBUS_TCP -> () -> PlcSession.open(device, ModbusDriver.connection(device), new ModbusTags());
            case S7 -> () -> PlcSession.open(device, S7Driver.connection(device), new S7Tags());
        };
    }
}
