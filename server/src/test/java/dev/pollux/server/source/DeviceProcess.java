package dev.pollux.server.source;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Modbus device in a process of its own, which a test can stop, continue and kill. It only reads holding registers,
 * each of which holds 42, and is as small as can be, so that it starts quickly.
 */
public final class DeviceProcess implements AutoCloseable {
    private final Process process;

    private DeviceProcess(Process process) {
        this.process = process;
    }

    /** The other process: serves until it is killed. */
    public static void main(String[] args) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
        System.out.println("ready");
        while (true) {
            Socket client = listener.accept();
            new Thread(() -> serve(client), "client").start();
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(client.getInputStream());
            while (true) {
                byte[] request = in.readNBytes(12);
                if (request.length < 12) {
                    return;
                }
                int count = request[11];
                ByteBuffer reply = ByteBuffer.allocate(9 + 2 * count)
                        .put(request, 0, 4)
                        .putShort((short) (3 + 2 * count))
                        .put(request, 6, 2)
                        .put((byte) (2 * count));
                while (reply.hasRemaining()) {
                    reply.putShort((short) 42);
                }
                client.getOutputStream().write(reply.array());
            }
        } catch (IOException gone) {
            System.err.println("client gone: " + gone);
        }
    }

    static DeviceProcess start(int port) throws IOException {
        DeviceProcess device = new DeviceProcess(jvm(DeviceProcess.class.getName(), Integer.toString(port)));
        device.awaitReady();
        return device;
    }

    /** Starts a main class of the test class path. */
    static Process jvm(String main, String argument) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main,
                        argument))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void awaitReady() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("ready")) {
                return;
            }
        }
        throw new IOException("the device process ended");
    }

    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill " + signal + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
