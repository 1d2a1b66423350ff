package dev.pollux.systemtest;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Set;

/**
 * Stands before a Modbus device and prints each request that writes: {@code write from <host> <request in hex>}. A
 * program: {@code <port to listen on> <port of the device>}; runs until it is killed.
 */
public final class ModbusWriteLog {
    /** Single coil and register, several coils and registers. */
    private static final Set<Integer> WRITES = Set.of(5, 6, 15, 16);

    private static final int HEADER = 7;
    private static final int LENGTH_MAX = 260;

    private ModbusWriteLog() {}

    public static void main(String[] arguments) throws IOException {
        int device = Integer.parseInt(arguments[1]);
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]))) {
            System.out.println("ready");
            while (true) {
                Socket client = listener.accept();
                daemon(() -> pass(client, device));
            }
        }
    }

    private static void pass(Socket client, int port) {
        try (client;
                Socket device = new Socket()) {
            device.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            client.setTcpNoDelay(true);
            device.setTcpNoDelay(true);
            daemon(() -> answers(device, client));
            DataInputStream requests = new DataInputStream(client.getInputStream());
            OutputStream out = device.getOutputStream();
            while (true) {
                byte[] request = request(requests);
                int function = request[HEADER] & 0xFF;
                if (WRITES.contains(function)) {
                    // The transaction number tells nothing.
                    System.out.println("write from " + client.getInetAddress().getHostAddress() + " "
                            + HexFormat.of().formatHex(request, HEADER - 1, request.length));
                }
                out.write(request);
            }
        } catch (IOException ended) {
            // One of the two has closed; so is the other, by now.
        }
    }

    /** Modbus Messaging on TCP/IP §3.1.3: the length counts from the unit on. */
    private static byte[] request(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        in.readFully(header);
        int length = ((header[4] & 0xFF) << 8) | (header[5] & 0xFF);
        if (length < 2 || length > LENGTH_MAX) {
            throw new EOFException("no Modbus request");
        }
        byte[] request = new byte[HEADER - 1 + length];
        System.arraycopy(header, 0, request, 0, HEADER);
        in.readFully(request, HEADER, length - 1);
        return request;
    }

    private static void answers(Socket device, Socket client) {
        try (device;
                client) {
            InputStream in = device.getInputStream();
            in.transferTo(client.getOutputStream());
        } catch (IOException ended) {
            // As above.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "modbus-write-log");
        thread.setDaemon(true);
        thread.start();
    }
}
