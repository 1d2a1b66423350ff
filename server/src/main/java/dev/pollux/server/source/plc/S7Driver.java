package dev.pollux.server.source.plc;

import dev.pollux.server.project.DeviceConfig;
import org.apache.plc4x.java.s7light.readwrite.S7LightDriver;
import org.apache.plc4x.java.s7light.readwrite.configuration.S7Configuration;

/**
 * PLC4X's light S7 stack. The PDU of 240 bytes is what every CPU grants; the controller type is given because asking
 * for it is something that some controllers do not answer, and nothing that is read here depends on it.
 */
final class S7Driver extends S7LightDriver {
    static DeviceConnection connection(DeviceConfig device) {
        S7Driver driver = new S7Driver();
        S7Configuration configuration = DeviceConnection.configuration(
                S7Configuration.class,
                driver.getProtocolCode(),
                device,
                "remote-rack=0&remote-slot=" + device.unit() + "&pdu-size=240&controller-type=S7_1200&read-timeout="
                        + device.requestTimeout().toMillis());
        return new DeviceConnection(device, configuration, driver.getStackConfigurer(), driver.awaitSetupComplete());
    }
}
