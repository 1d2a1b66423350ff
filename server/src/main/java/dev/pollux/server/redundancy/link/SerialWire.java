package dev.pollux.server.redundancy.link;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.pollux.server.project.StationConfig.SerialLine;
import java.io.IOException;

/** An open serial port. Used by one thread. */
final class SerialWire implements AutoCloseable {
    private static final int READ_WAIT_MS = 20;

    private final SerialPort port;
    private final byte[] buffer = new byte[4096];

    private SerialWire(SerialPort port) {
        this.port = port;
    }

    /**
     * Opens a port.
     *
     * @throws IOException with the name of the port and what is wrong
     */
    static SerialWire open(SerialLine line) throws IOException {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(line.port());
        } catch (SerialPortInvalidPortException e) {
            throw new IOException("serial port " + line.port() + " does not exist", e);
        }
        port.setComPortParameters(line.baud(), 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_WAIT_MS, 0);
        if (!port.openPort()) {
            throw new IOException("serial port " + line.port() + " cannot be opened (error " + port.getLastErrorCode()
                    + "): it must exist, be free, and be allowed to this user (group dialout)");
        }
        return new SerialWire(port);
    }

    /** Waits a short while for bytes; gives how many are in {@link #bytes()}, 0 if none came. */
    int read() throws IOException {
        int length = port.readBytes(buffer, buffer.length);
        if (length < 0) {
            throw new IOException("serial port " + port.getSystemPortPath() + " is gone");
        }
        return length;
    }

    /** What was read last. */
    byte[] bytes() {
        return buffer;
    }

    /** Hands bytes to the port. A port that takes none for a while, as a line that nobody reads, is given up. */
    void write(byte[] bytes) throws IOException {
        int done = 0;
        for (int idle = 0; done < bytes.length; ) {
            int taken = port.writeBytes(bytes, bytes.length - done, done);
            if (taken < 0) {
                throw new IOException("serial port " + port.getSystemPortPath() + " is gone");
            }
            idle = taken == 0 ? idle + 1 : 0;
            if (idle > 100) {
                throw new IOException("serial port " + port.getSystemPortPath() + " takes no bytes");
            }
            done += taken;
        }
    }

    @Override
    public void close() {
        port.closePort();
    }
}
