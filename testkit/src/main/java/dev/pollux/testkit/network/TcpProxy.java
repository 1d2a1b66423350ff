package dev.pollux.testkit.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP connection made worse on its way: delayed, silent or cut. Delay keeps the order of bytes and adds to neither
 * loss nor bounds of speed. The methods may be called from any thread. Also a program: {@code <listen host> <port>
 * <target host> <port> [delay ms]}.
 */
public final class TcpProxy implements AutoCloseable {
    private final InetSocketAddress here;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean silent;
    private volatile boolean closed;

    /**
     * Listens at once.
     *
     * @param here address to listen on
     * @param target where connections are passed on to
     */
    public TcpProxy(InetSocketAddress here, InetSocketAddress target) {
        this.here = here;
        this.target = target;
        listener = listen();
    }

    private ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(here);
            daemon(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + here, e);
        }
    }

    /** From now on each chunk of bytes arrives this much later, in both directions. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Resets all connections; new ones are refused: the host is there, the server is not. */
    public void cut() {
        close(listener);
        reset();
    }

    /** Keeps connections open and takes new ones, but nothing comes through any more: a network that swallows. */
    public void swallow() {
        silent = true;
    }

    /** Undoes {@link #cut} and {@link #swallow}. What was swallowed stays lost, so its connections are reset. */
    public synchronized void mend() {
        if (silent) {
            silent = false;
            reset();
        }
        if (listener.isClosed() && !closed) {
            listener = listen();
        }
    }

    private void reset() {
        for (Socket each : sockets) {
            try {
                each.setSoLinger(true, 0);
            } catch (IOException alreadyClosed) {
                continue;
            }
            close(each);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                sockets.add(client);
                daemon(() -> pass(client));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void pass(Socket client) {
        Socket server = new Socket();
        sockets.add(server);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, 5_000);
        } catch (IOException nobodyThere) {
            drop(client);
            drop(server);
            return;
        }
        daemon(() -> pump(client, server));
        daemon(() -> pump(server, client));
    }

    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    /** Reads at once and writes when due, so that a delay does not bound the rate. */
    private void pump(Socket from, Socket to) {
        ArrayDeque<Chunk> late = new ArrayDeque<>();
        daemon(() -> write(late, to));
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, length);
                if (!silent) {
                    put(late, new Chunk(ByteBuffer.wrap(bytes), System.nanoTime() + delay.toNanos()));
                }
            }
        } catch (IOException ended) {
            // As at the end of the stream, below.
        } finally {
            put(late, new Chunk(ByteBuffer.allocate(0), System.nanoTime() + delay.toNanos()));
            drop(from);
        }
    }

    private static void put(ArrayDeque<Chunk> late, Chunk chunk) {
        synchronized (late) {
            late.add(chunk);
            late.notifyAll();
        }
    }

    private void write(ArrayDeque<Chunk> late, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            while (true) {
                Chunk next;
                synchronized (late) {
                    while (late.isEmpty()) {
                        late.wait();
                    }
                    next = late.remove();
                }
                for (long left = next.dueNanos() - System.nanoTime();
                        left > 0;
                        left = next.dueNanos() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                if (!next.bytes().hasRemaining()) {
                    return;
                }
                if (!silent) {
                    out.write(next.bytes().array());
                }
            }
        } catch (IOException ended) {
            // The other side is gone; so is this connection, below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop(to);
        }
    }

    private void drop(Socket socket) {
        close(socket);
        sockets.remove(socket);
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + each, e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() {
        closed = true;
        cut();
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        TcpProxy proxy = new TcpProxy(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                new InetSocketAddress(arguments[2], Integer.parseInt(arguments[3])));
        if (arguments.length > 4) {
            proxy.delay(Duration.ofMillis(Long.parseLong(arguments[4])));
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
