package dev.pollux.server.source.plc;

import dev.pollux.server.project.DeviceConfig;
import org.apache.plc4x.java.spi.configuration.ConfigurationFactory;
import org.apache.plc4x.java.spi.configuration.PlcConnectionConfiguration;
import org.apache.plc4x.java.spi.connection.DefaultNettyPlcConnection;
import org.apache.plc4x.java.spi.connection.ProtocolStackConfigurer;
import org.apache.plc4x.java.spi.optimizer.BaseOptimizer;
import org.apache.plc4x.java.spi.values.DefaultPlcValueHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of PLC4X on a channel of ours, with no optimizer: each request has one tag, which is one block. */
final class DeviceConnection extends DefaultNettyPlcConnection {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceConnection.class);

    DeviceConnection(
            DeviceConfig device,
            PlcConnectionConfiguration configuration,
            ProtocolStackConfigurer<?> stack,
            boolean hasLogin) {
        super(
                false,
                true,
                true,
                false,
                false,
                new DefaultPlcValueHandler(),
                configuration,
                new DeviceChannels(device),
                false,
                hasLogin,
                false,
                false,
                stack,
                new BaseOptimizer() {},
                null);
    }

    /** The configuration of a driver, defaults and all, with the parameters of an URL. */
    static <T extends PlcConnectionConfiguration> T configuration(
            Class<T> type, String protocol, DeviceConfig device, String parameters) {
        return new ConfigurationFactory()
                .createConfiguration(type, protocol, "tcp", device.host() + ":" + device.port(), parameters);
    }

    /** Releases everything, in whatever state the connection is. May block. */
    void dispose() {
        try {
            close();
        } catch (Exception failure) {
            LOG.debug("closing a connection failed", failure);
        }
        if (getProtocol() != null) {
            try {
                // Ends the pool of the transaction manager, which close() forgets when the device closed first.
                getProtocol().close(null);
            } catch (RuntimeException failure) {
                LOG.debug("closing a protocol failed", failure);
            }
        }
    }
}
