package dev.pollux.plant;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The network side of a device that serves one connection at a time: whoever comes second is sent away at once. */
public final class OneConnection implements Closeable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket listener = new ServerSocket();
    private final int behind;
    private final AtomicInteger sentAway = new AtomicInteger();
    private volatile @Nullable Socket guest;

    /**
     * @param port to listen on
     * @param behind port of a device that takes any number
     */
    public OneConnection(int port, int behind) throws IOException {
        this.behind = behind;
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(LOOPBACK, port));
        start(this::accept);
    }

    /** How many came while another had the connection. */
    public int sentAway() {
        return sentAway.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket next = listener.accept();
                if (guest != null) {
                    sentAway.incrementAndGet();
                    next.close();
                    continue;
                }
                Socket device = new Socket(LOOPBACK, behind);
                guest = next;
                start(() -> pump(next, device));
                start(() -> pump(device, next));
            } catch (IOException closed) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException(closed);
                }
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // Either side has ended the connection, which is what the test does.
        } finally {
            if (guest == from || guest == to) {
                guest = null;
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "one-connection");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Socket last = guest;
        if (last != null) {
            last.close();
        }
    }
}
