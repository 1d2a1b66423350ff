package dev.pollux.server.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A TCP proxy before a device that loses replies or cuts connections when told to. As the client has one request in
 * flight, each chunk is a frame.
 */
final class FaultyProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repliesToLose = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile long delayNanos;
    private volatile Predicate<byte[]> swallowed = request -> false;

    FaultyProxy(int port, int target) throws IOException {
        this.target = target;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        daemon(this::accept);
    }

    /** The next replies get lost; the connection stays. */
    void loseReplies(int count) {
        repliesToLose.set(count);
    }

    /** Requests that never reach the device. */
    void swallow(Predicate<byte[]> requests) {
        swallowed = requests;
    }

    /** Holds back each reply. */
    void delayReplies(Duration delay) {
        delayNanos = delay.toNanos();
    }

    int connections() {
        return connections.get();
    }

    void cutAll() {
        sockets.forEach(FaultyProxy::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket device = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                device.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(device);
                connections.incrementAndGet();
                daemon(() -> pump(client, device, false));
                daemon(() -> pump(device, client, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to, boolean replies) {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                boolean lost = replies
                        ? repliesToLose.getAndUpdate(each -> Math.max(0, each - 1)) > 0
                        : swallowed.test(Arrays.copyOf(buffer, length));
                if (replies) {
                    hold(delayNanos);
                }
                if (!lost) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException closed) {
            // Ends like any other end of the connection, below.
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            throw new IllegalStateException(alreadyBroken);
        }
    }

    private static void hold(long nanos) {
        long end = System.nanoTime() + nanos;
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }
}
